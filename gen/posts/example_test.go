package posts_test

import (
	"context"
	"errors"
	"fmt"
	"log"
	"strings"

	"github.com/factorialhr-go/factorialhr"
	"github.com/factorialhr-go/factorialhr/factorialtest"
	"github.com/factorialhr-go/factorialhr/gen/posts"
)

// A program posts a message in a group of the company's communities and reads the comments. The
// company needs the feature: without it, the calls fail with 403 or 404.
func Example() {
	srv, err := factorialtest.Start(factorialtest.InMemory(), factorialtest.Seed(0))
	if err != nil {
		log.Fatal(err)
	}
	defer srv.Close()
	err = srv.Load(strings.NewReader(`{"posts/groups": [{"id": "1", "title": "Canteen"}, {"id": "2", "title": "Canteen Porto"}]}`))
	if err != nil {
		log.Fatal(err)
	}
	ctx, api := context.Background(), posts.New(srv.Client())

	groups, err := api.Groups.GetAll(ctx, &posts.GroupListParams{Search: "canteen"})
	if errors.Is(err, factorialhr.ErrForbidden) || errors.Is(err, factorialhr.ErrNotFound) {
		log.Fatal("the company does not have communities: ", err)
	}
	if err != nil {
		log.Fatal(err)
	}
	var group factorialhr.ID
	for _, g := range groups {
		if g.Title == "Canteen" { // a search finds similar titles, too
			group = g.ID
		}
	}
	post, err := api.Posts.Create(ctx, posts.PostCreateParams{
		PostGroupID: group, // returned as PostsGroupID
		Title:       "Menu of the week", Description: "Soup on Monday.",
		AllowCommentsAndReactions: new(true),
	})
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println("posted:", post.Title)

	if _, err := api.Comments.Create(ctx, posts.CommentCreateParams{PostID: post.ID, Text: "Which soup?"}); err != nil {
		log.Fatal(err)
	}
	for c, err := range api.Comments.All(ctx, nil) {
		if err != nil {
			log.Fatal(err)
		}
		if c.PostID == post.ID {
			fmt.Println("-", c.Text) // AuthorID is an access id
		}
	}
	// Output:
	// posted: Menu of the week
	// - Which soup?
}
