package factorialhr

import "context"

// classifyHandler makes an [*Error] of everything that an attempt can end in but success.
type classifyHandler struct {
	next handler
}

func (h *classifyHandler) handle(ctx context.Context, x *exchange) error {
	err := h.next.handle(ctx, x)
	if err == nil && x.response.StatusCode < 300 {
		return nil
	}
	return newError(ctx, x, err)
}
