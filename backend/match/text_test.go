package match

import (
	"fmt"
	"math/rand/v2"
	"sync"
)

// logText is a synthetic log of about n bytes, the same in every run: lines of
// a service with levels, ids, times, and a stack trace here and there.
var logText = sync.OnceValue(func() []byte { return makeLogText(64 << 20) })

func makeLogText(n int) []byte {
	r := rand.New(rand.NewPCG(1, 2))
	b := make([]byte, 0, n+4096)
	levels := []string{"INFO ", "INFO ", "INFO ", "INFO ", "DEBUG", "DEBUG", "TRACE", "WARN "}
	for i := 0; len(b) < n; i++ {
		head := fmt.Sprintf("2026-03-%02d %02d:%02d:%02d.%03d %s [http-nio-8080-exec-%d] ", 1+i/500000, i/3600%24, i/60%60, i%60, r.IntN(1000), levels[r.IntN(len(levels))], r.IntN(200))
		b = append(b, head...)
		switch k := r.IntN(100); {
		case k < 35:
			b = fmt.Appendf(b, "com.example.orders.OrderController - Completed GET /api/v1/orders/%d status=%d in %d ms user=jdoe%d ip=10.%d.%d.%d", r.IntN(2000000), []int{200, 200, 200, 200, 201, 204, 404, 500}[r.IntN(8)], r.IntN(400)*r.IntN(10)/3, r.IntN(5000), r.IntN(8), r.IntN(100), r.IntN(256))
		case k < 60:
			b = fmt.Appendf(b, "com.example.cache.SessionCache - lookup key=%016x%016x hit=%t size=%d took %dus", r.Uint64(), r.Uint64(), r.IntN(3) > 0, r.IntN(100000), r.IntN(5000))
		case k < 85:
			b = fmt.Appendf(b, "com.example.inventory.StockService - reserved sku=SKU-%05d qty=%d warehouse=W%02d correlation=%08x-%04x-%04x", r.IntN(30000), r.IntN(9), r.IntN(40), r.Uint32(), r.IntN(65536), r.IntN(65536))
		case k < 97:
			b = fmt.Appendf(b, "com.example.payments.PaymentGateway - authorised order %d amount=%d.%02d EUR gateway=10.0.%d.%d attempt=%d", r.IntN(2000000), r.IntN(900), r.IntN(100), r.IntN(4), r.IntN(256), r.IntN(3))
		case k < 98:
			b = fmt.Appendf(b, "com.example.payments.PaymentGateway - order %d declined reason=%s gateway=10.0.%d.%d", r.IntN(2000000), []string{"INSUFFICIENT_FUNDS", "EXPIRED_CARD"}[r.IntN(2)], r.IntN(4), r.IntN(256))
		default:
			b = append(b, "com.example.orders.OrderService - failed\ncom.example.orders.PaymentDeclinedException: card declined\n"...)
			for d := range 3 + r.IntN(8) {
				b = fmt.Appendf(b, "\tat com.example.orders.OrderService.step%d(OrderService.java:%d)\n", d, r.IntN(900))
			}
			b = append(b, "Caused by: java.io.IOException: connection reset"...)
		}
		if i%200000 == 199999 {
			b = append(b, " NEEDLE-7f3a9c21"...)
		}
		b = append(b, '\n')
	}
	return b
}
