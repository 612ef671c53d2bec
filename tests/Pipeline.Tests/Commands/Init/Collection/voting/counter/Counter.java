class Counter {
    static Jedis queue() {
        return new Jedis("queue");
    }

    static String database = "jdbc:postgresql://store/votes";
}
