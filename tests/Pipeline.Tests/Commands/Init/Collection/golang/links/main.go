package main

import (
	"log"
	"net"
	"net/http"
	"os"
)

func main() {
	store := os.Getenv("STORE_ADDR")
	http.HandleFunc("/healthz", func(w http.ResponseWriter, r *http.Request) {
		connection, err := net.Dial("tcp", store)
		if err != nil {
			http.Error(w, err.Error(), http.StatusServiceUnavailable)
			return
		}
		connection.Close()
	})
	log.Fatal(http.ListenAndServe(os.Getenv("LISTEN_ADDR"), nil))
}
