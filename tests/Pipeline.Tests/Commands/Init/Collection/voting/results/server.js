const { Pool } = require("pg");

const pool = new Pool({ connectionString: "postgres://votes:votes@store/votes" });
