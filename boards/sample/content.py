"""The cards of the sample project: the board of a team of five in week 5 of ten, and the weeks before.

A line is a card, as one types it at the foot of a column: estimate, people and labels are parsed in the same way.
What a line cannot hold follows in the tables below it, by the card's title.
"""

NAME, SLUG = "Parcel Vision", "parcel-vision"
DESCRIPTION = "Tells which parcels will be late, early enough to do something about it."
WEEK = 5  # the present week of the plan

PEOPLE = [
    ("ana", "Ana Lopes"),
    ("bilal", "Bilal Haddad"),
    ("chen", "Chen Wei"),
    ("dara", "Dara Novak"),
    ("emeka", "Emeka Obi"),
]

# The demo of each past week: by whom, its seconds and what it shows. The films are in films/.
DEMOS = {
    1: (
        "bilal",
        29,
        "Ten weeks to tell which parcels will be late, and something to show at the end of each.",
    ),
    2: (
        "chen",
        30,
        "A change is live on staging two and a half minutes after the push, once its tests have passed.",
    ),
    3: ("dara", 28, "Buckets, tables and a service come from one file, and the service answers."),
    4: (
        "emeka",
        30,
        "Yesterday's parcels are in BigQuery, partitioned by day. "
        "The depot report that took four minutes now takes two seconds.",
    ),
}

# Week, then column, then the cards from top to bottom. Week 0 is Later.
CARDS = {
    (1, "done"): """
        Write the ten-week plan 3h @ana #docs
        Agree on who shows the demo when 1h @ana #demo
        Repository with a README and a Makefile 2h @emeka #docs
        Interview two depots about late parcels 4h @dara #docs
        Record the demo: the plan 1h @bilal #demo
        Invite the depots to the kickoff 2h @dara
        Slides for the kickoff 4h @ana #docs
        Map of the systems that parcels pass 4h @bilal #docs
        List of what counts as late 3h @chen #data
        Access to the scan archive 3h @emeka #data
        Sample of 1,000 parcels to look at 4h @chen #data
        Risks, and who watches them 3h @ana #docs
        Team calendar with the demo days 1h @dara #demo
        First sketch of the dashboard 4h @dara #ui
        Notebook that counts late parcels 5h @chen #data""",
    (2, "done"): """
        Tests run on every push 3h @emeka #test
        Deploy main to a staging address 4h @emeka #gcp
        Health check that the deploy waits for 2h @bilal #gcp
        Roll back with one command 3h @emeka #gcp
        Page that says which commit is live 1h @dara #ui
        Record the demo: a change goes live 1h @chen #demo
        Container image for the service 4h @emeka #gcp
        Lint and types before merging 3h @bilal #test
        Staging database, made anew each night 4h @emeka #data
        Logs in one place 4h @bilal #gcp
        Alarm when the deploy fails 2h @emeka #gcp
        Secrets for the pipeline 3h @bilal #gcp
        Page that lists open branches 2h @dara #ui
        Preview of a branch under its own address 6h @emeka #gcp
        Smoke test after each deploy 4h @chen #test
        Guide: how a change goes live 4h @ana #docs""",
    (3, "done"): """
        Project and billing account 2h @emeka #gcp
        Service accounts, one a service 3h @emeka #gcp
        Terraform for what exists 6h @emeka #gcp
        Secrets out of the repository 2h @bilal #gcp
        Who may do what, on one page 1h @ana #docs
        Record the demo: the skeleton 1h @dara #demo
        Backups of the staging data 4h @emeka #data
        Quota for the BigQuery API 3h @emeka #gcp
        Billing alert that really rings 4h @emeka #gcp
        Ask for access to the carrier feed 4h @bilal #data
        Network rules for the project 4h @emeka #gcp
        Buckets with a life cycle 3h @bilal #gcp
        Skeleton service that answers hello 4h @chen #gcp
        Skeleton job that writes one row 4h @bilal #gcp
        Budget with a warning at half 2h @ana
        Naming rules for everything 2h @dara #docs
        Region, and why, on one page 2h @ana #docs
        Monitoring workspace 4h @emeka #gcp
        Diagram of the project 3h @dara #docs
        Clean up the old project 3h @chen #gcp""",
    (4, "done"): """
        Data set and tables for parcels 3h @bilal #data
        Load a month of scans 4h @bilal #data
        Nightly load job 4h @emeka #gcp #data
        Check row counts after the load 2h @chen #test
        Cost per query on one page 2h @dara #docs
        Record the demo: yesterday's parcels 1h @emeka #demo
        Import of the depot list 4h @dara #data
        Dead letters for broken scans 3h @bilal #data
        Permissions of the load job 3h @emeka #gcp
        History of 2024 parcels 4h @bilal #data
        Views for the analysts 4h @chen #data
        Time zones of the scans 4h @dara #data
        Duplicates out of the scans 4h @bilal #data
        Weather by depot 3h @chen #data
        Test data set for the pipeline 2h @chen #test
        Who uses which table 2h @ana #docs""",
    (5, "todo"): """
        Batch prediction table late_risk_daily 4h @bilal #data
        Compare with boosted trees 9h @chen #model
        Threshold table for depot operations 2h @dara #model
        Ask support what “late” means to them #docs
        Tile: late risk by depot 3h @dara #ui
        Alert when the nightly query fails 2h @emeka #gcp
        Explain the top features to support 3h #docs
        How to retrain, in the README 1h #docs
        Record the demo: Big Query Prediction 1h @ana #demo""",
    (5, "doing"): """
        Scheduled query for nightly features 4h @emeka #gcp
        Train logistic regression with CREATE MODEL 3h @ana @chen #model
        Prediction notebook, end to end 6h @ana #model #docs
        Split train and validation by pickup week 2h @dara #data
        Tests for the feature SQL 3h @emeka #test
        Evaluate with ML.EVALUATE and plot the ROC curve 2h @chen #model
        Load the carrier reference table 2h @bilal #data""",
    (5, "done"): """
        Export 2025 parcels to a BigQuery table 3h @bilal #gcp #data
        Feature view: route distance and weekday 4h @chen #data
        Partition tables by pickup date 3h @bilal #data
        Profile nulls and outliers in parcels_2025 2h @chen #data
        Service account for BigQuery ML, least rights 2h @emeka #gcp
        Cost cap of 10 GB for each query 1h @emeka #gcp
        Agree on the metric: recall at 90 % precision 1h @ana #model
        Pick the label: delivered late, yes or no 1h @ana #data
        Baseline: always predict “on time” 1h @dara #model""",
    (6, "todo"): """
        Data set for AutoML Tables 3h @bilal #data
        First AutoML run with a budget of one hour 2h @chen #model
        Compare AutoML with the regression 3h @chen #model
        Endpoint for single predictions 4h @emeka #gcp
        Record the demo: AutoML Prediction 1h @bilal #demo""",
    (7, "todo"): """
        Staging project with its own data 4h @emeka #gcp
        Copy production tables, without addresses 5h @bilal #data
        Promote a model from staging 3h #gcp""",
    (8, "todo"): """
        OpenAPI file for /predict 2h #docs
        Photo of a damaged parcel as input 12h #model""",
    (0, "todo"): """
        Dashboard for the drivers
        Ask the carriers for live positions #data
        Weekly report by mail 3h
        Move scans older than a year to the archive 4h""",
}
BLOCKED = {
    "Scheduled query for nightly features": "Waiting for the billing account",
    "Copy production tables, without addresses": "Legal has not answered yet",
}
# Cards that were carried over, and the week that they were first planned for; CARDS has them where they are now.
CARRIED = {
    "Backups of the staging data": 2,
    "Import of the depot list": 3,
    "Dead letters for broken scans": 3,
    "Permissions of the load job": 3,
    "Load the carrier reference table": 4,
    "Partition tables by pickup date": 4,
}
PUT_OFF = {"Weekly report by mail": 1, "Move scans older than a year to the archive": 4}
DROPPED = {
    1: "Newsletter about the project 1h",
    2: "Deploy on Sundays as well 4h @emeka #gcp",
    4: "Compare two load tools 2h @bilal #data",
}
# Cards that were added after their week had begun.
ADDED = [
    "Page that lists open branches",
    "Quota for the BigQuery API",
    "Billing alert that really rings",
    "Ask for access to the carrier feed",
    "Test data set for the pipeline",
]
DESCRIPTIONS = {
    "Train logistic regression with CREATE MODEL": """\
Train the first real model on `parcels_2025`, in BigQuery itself. Keep it plain: it is the bar for the boosted trees.

```sql
CREATE OR REPLACE MODEL parcels.late_risk
OPTIONS (model_type = 'LOGISTIC_REG', auto_class_weights = TRUE)
AS SELECT late, route_km, weekday, depot FROM parcels.features;
```

- [x] Same split as the baseline
- [x] Class weights on
- [ ] Recall at 90 % precision written in the card
""",
    "Compare with boosted trees": """\
Same features, same split, same metric.

- [ ] Train with default settings
- [ ] Search over depth and rate
- [ ] One chart that shows both
""",
}
WITH_FILES = "Train logistic regression with CREATE MODEL"  # whose first comment shows its picture
COMMENTS = {
    "Batch prediction table late_risk_daily": [("bilal", "One partition a day, or the tile gets slow.")],
    "Compare with boosted trees": [
        ("chen", "This is more than one sitting. Training and search can be two cards."),
        ("ana", "Agreed. The chart as a third?"),
        ("chen", "Yes, I will split it after the standup."),
    ],
    "Ask support what “late” means to them": [
        ("dara", "They say a day late. The depots say two hours."),
        ("ana", "Then we need both in the label table."),
    ],
    "Scheduled query for nightly features": [
        ("emeka", "The query is ready, it cannot run without billing."),
        ("ana", "I asked again this morning."),
    ],
    "Train logistic regression with CREATE MODEL": [
        (
            "chen",
            "First run: AUC 0.81. The depot column alone gives 0.74, so the route distance earns its place.\n\n"
            "![Curve of the late parcels found against false alarms, well above guessing](file:{picture})",
        ),
        ("ana", "Good. I will add weekday and holidays, then we hand it to @dara for the threshold table."),
        ("dara", "Send me the scores as a table, not as a chart."),
        ("chen", "They are in `parcels.scores_dev`."),
    ],
    "Prediction notebook, end to end": [("ana", "Runs until the join; the rest is in the branch.")],
    "Export 2025 parcels to a BigQuery table": [
        ("bilal", "41 million rows, 12 minutes."),
        ("emeka", "And 2 dollars. Fine."),
    ],
    "Feature view: route distance and weekday": [("chen", "Holidays are a column of their own.")],
    "Agree on the metric: recall at 90 % precision": [
        ("ana", "Support can call 200 people a day, so precision comes first."),
        ("dara", "Why 90 and not 95?"),
        ("ana", "At 95 we find too few of them. See the table in the notebook."),
        ("emeka", "Fine by me."),
        ("ana", "Then it is settled."),
    ],
}
