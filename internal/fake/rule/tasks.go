package rule

import (
	"github.com/factorialhr-go/factorialhr/internal/fake/reply"
	"github.com/factorialhr-go/factorialhr/internal/fake/value"
)

func taskBehaviours() map[string]behaviour {
	return map[string]behaviour{"tasks.Tasks.CreateComment": commentTask}
}

// commentTask returns the task. The comment is not part of the record.
func commentTask(c *Call) (*reply.Reply, error) {
	r := c.table().Find(value.Plain(c.Body["resource_id"]))
	if r == nil {
		return nil, reply.NotFound()
	}
	return c.object(r), nil
}
