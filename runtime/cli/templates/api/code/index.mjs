import { DynamoDBClient, GetItemCommand, PutItemCommand } from "@aws-sdk/client-dynamodb";

const table = new DynamoDBClient({});

export const handler = async ({ routeKey, pathParameters, body }) => {
  const id = { S: pathParameters.id };
  if (routeKey.startsWith("PUT")) {
    await table.send(new PutItemCommand({ TableName: process.env.TABLE, Item: { id, text: { S: body ?? "" } } }));
    return { statusCode: 204 };
  }
  const { Item } = await table.send(new GetItemCommand({ TableName: process.env.TABLE, Key: { id } }));
  return Item ? { statusCode: 200, body: Item.text.S } : { statusCode: 404, body: "there is no such note\n" };
};
