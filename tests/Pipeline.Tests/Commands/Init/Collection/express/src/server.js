const express = require("express");
const { MongoClient } = require("mongodb");

const client = new MongoClient(process.env.MONGO_URI);
const app = express();
app.get("/notes", async (request, response) => response.json(await client.db().collection("notes").find().toArray()));
app.listen(process.env.PORT);
