const { Pool } = require("pg");

const pool = new Pool({ connectionString: "postgres://votes:votes@store/votes" });

require("node:http").createServer((request, response) => pool.query("select vote, count(*) from votes group by vote").then(count => response.end(JSON.stringify(count.rows)))).listen(80);
