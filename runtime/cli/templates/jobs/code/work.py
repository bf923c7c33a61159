import json


def handler(event, context):
    """Does each job; those that fail come back, the others do not."""
    failed = []
    for record in event["Records"]:
        try:
            print("done:", json.loads(record["body"]))
        except ValueError:
            failed.append({"itemIdentifier": record["messageId"]})
    return {"batchItemFailures": failed}
