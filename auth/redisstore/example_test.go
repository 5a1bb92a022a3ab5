package redisstore_test

import (
	"github.com/redis/go-redis/v9"

	"github.com/factorialhr-go/factorialhr"
	"github.com/factorialhr-go/factorialhr/auth"
	"github.com/factorialhr-go/factorialhr/auth/redisstore"
)

func Example() {
	client := redis.NewClient(&redis.Options{Addr: "localhost:6379"})
	defer client.Close()
	store := redisstore.New(client)

	config := auth.Config{ClientID: "…", ClientSecret: auth.NewSecret("…")}
	// All machines use one store with one key for each company. The token comes from the store:
	// auth.SaveToken put it there when a person logged in.
	acme := auth.RefreshToken(config, auth.Token{}, auth.StoreIn(store, "acme"))
	defer acme.Close()
}

func ExampleNewLimiter() {
	client := redis.NewClient(&redis.Options{Addr: "localhost:6379"})
	defer client.Close()
	// All programs of Acme send at most 200 POSTs in any minute together. While Redis fails, this
	// one sends at most 50.
	limiter := redisstore.NewLimiter(client, "acme", redisstore.Fallback(50))
	api, err := factorialhr.New(auth.APIKey("…"), factorialhr.RateLimiter(limiter))
	if err != nil {
		return
	}
	defer api.Close()
}
