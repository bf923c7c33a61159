// What Lambda calls. The clients are made once and serve many requests; they come with the runtime.
import { DynamoDBClient, GetItemCommand, PutItemCommand, UpdateItemCommand } from "@aws-sdk/client-dynamodb";
import { GetObjectCommand, S3Client } from "@aws-sdk/client-s3";
import { SendMessageCommand, SQSClient } from "@aws-sdk/client-sqs";
import { getSignedUrl } from "@aws-sdk/s3-request-presigner";

import { answer } from "./request.mjs";

const { TABLE, QUEUE, BUCKET } = process.env;
const [dynamodb, sqs, s3] = [new DynamoDBClient(), new SQSClient(), new S3Client()];

/** How long a link to a package works, in seconds. */
const LINK_LIFE = 900;

const key = ({ name, flags }) => ({ package: { S: name }, useflagCompiled: { S: flags } });

const shelf = {
  async find(build) {
    const { Item } = await dynamodb.send(new GetItemCommand({ TableName: TABLE, Key: key(build), ConsistentRead: true }));
    if (!Item) return undefined;
    return { state: Item.state?.S, object: Item.object?.S, error: Item.error?.S, since: Number(Item.since?.N ?? 0) };
  },

  /** Notes that a package is wanted; false if somebody else was quicker. */
  async claim(build, now, staleBefore) {
    try {
      await dynamodb.send(new PutItemCommand({
        TableName: TABLE,
        Item: { ...key(build), state: { S: "waiting" }, since: { N: String(now) } },
        ConditionExpression: "attribute_not_exists(#state) OR (#state <> :ready AND #since < :stale)",
        ExpressionAttributeNames: { "#state": "state", "#since": "since" },
        ExpressionAttributeValues: { ":ready": { S: "ready" }, ":stale": { N: String(staleBefore) } },
      }));
      return true;
    } catch (error) {
      if (error.name === "ConditionalCheckFailedException") return false;
      throw error;
    }
  },

  /** Makes a claim old, so that the next request may try again. */
  async release(build) {
    await dynamodb.send(new UpdateItemCommand({
      TableName: TABLE,
      Key: key(build),
      UpdateExpression: "SET #since = :never",
      ExpressionAttributeNames: { "#since": "since" },
      ExpressionAttributeValues: { ":never": { N: "0" } },
    }));
  },
};

const services = {
  shelf,
  enqueue: (build) => sqs.send(new SendMessageCommand({ QueueUrl: QUEUE, MessageBody: JSON.stringify(build) })),
  link: (object) => getSignedUrl(s3, new GetObjectCommand({ Bucket: BUCKET, Key: object }), { expiresIn: LINK_LIFE }),
  now: () => Math.floor(Date.now() / 1000),
};

export const handler = (event) => answer(event.queryStringParameters ?? {}, services);
