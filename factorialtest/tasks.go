package factorialtest

func taskBehaviours() map[string]behaviour {
	return map[string]behaviour{"tasks.Tasks.CreateComment": commentTask}
}

// commentTask returns the task. The comment is not part of the record.
func commentTask(c *call) (*reply, error) {
	r := c.table().find(plain(c.body["resource_id"]))
	if r == nil {
		return nil, notFound()
	}
	return c.object(r), nil
}
