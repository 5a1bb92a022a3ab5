package control

import "net/http"

func oauthCounts(c *call) error { return c.respond(http.StatusOK, c.fake.OAuthCounts()) }

func expireAccessTokens(c *call) error {
	if err := c.nothing(); err != nil {
		return err
	}
	c.fake.ExpireAccessTokens()
	c.changed(State{Action: "expire_access_tokens"})
	return c.respond(http.StatusNoContent, nil)
}

func revokeTokens(c *call) error {
	if err := c.nothing(); err != nil {
		return err
	}
	c.fake.RevokeTokens()
	c.changed(State{Action: "revoke_tokens"})
	return c.respond(http.StatusNoContent, nil)
}

func login(c *call) error {
	if err := c.nothing(); err != nil {
		return err
	}
	tokens := c.fake.Login()
	c.changed(State{Action: "login"})
	return c.respond(http.StatusOK, tokens)
}

func companyLogin(c *call) error {
	if err := c.nothing(); err != nil {
		return err
	}
	tokens := c.fake.CompanyLogin()
	c.changed(State{Action: "company_login"})
	return c.respond(http.StatusOK, tokens)
}
