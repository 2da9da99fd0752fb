//go:build unix

package main

import (
	"bufio"
	"fmt"
	"io"
	"math/rand/v2"
	"time"
)

// generate writes the application log of a shop in logback's layout, the same
// bytes for the same size, seed and start. Of the entries 60 % are INFO, 25 %
// DEBUG, 8 % TRACE, 5 % WARN and 2 % ERROR; a fifth of the errors brings a stack
// trace of 22 to 35 lines. One entry in 200,000 holds the text NEEDLE-7f3a9c21.
func generate(w io.Writer, size int64, seed uint64, start time.Time) error {
	out := bufio.NewWriterSize(w, 1<<20)
	s := &shop{rand: rand.New(rand.NewPCG(seed, 7)), now: start, out: out}
	for s.written < size {
		s.entry()
	}
	return out.Flush()
}

// shop writes one entry after the other.
type shop struct {
	rand    *rand.Rand
	now     time.Time
	out     *bufio.Writer
	line    []byte
	written int64
	entries int
}

var loggers = []string{
	"c.example.shop.order.OrderService", "c.example.shop.payment.PaymentGateway", "c.example.shop.stock.StockKeeper", "c.example.shop.mail.MailQueue",
	"c.example.shop.web.RequestFilter", "c.example.shop.cart.CartRepository", "o.example.jdbc.ConnectionPool", "c.example.shop.search.IndexWriter",
}

func (s *shop) entry() {
	s.entries++
	s.now = s.now.Add(time.Duration(s.rand.IntN(30)) * time.Millisecond)
	level := s.level()
	s.line = s.now.AppendFormat(s.line[:0], "2006-01-02 15:04:05.000")
	s.line = fmt.Appendf(s.line, " %-5s [http-nio-8080-exec-%d] %s - ", level, 1+s.rand.IntN(48), loggers[s.skewed(len(loggers))])
	s.message(level)
	if s.entries%200_000 == 100_000 {
		s.line = append(s.line, " NEEDLE-7f3a9c21"...)
	}
	s.line = append(s.line, '\n')
	if level == "ERROR" && s.rand.IntN(5) == 0 {
		s.trace()
	}
	n, _ := s.out.Write(s.line) // Flush tells
	s.written += int64(n)
}

func (s *shop) level() string {
	switch n := s.rand.IntN(100); {
	case n < 60:
		return "INFO"
	case n < 85:
		return "DEBUG"
	case n < 93:
		return "TRACE"
	case n < 98:
		return "WARN"
	}
	return "ERROR"
}

// skewed favours the first of n.
func (s *shop) skewed(n int) int { return int(float64(n) * s.rand.Float64() * s.rand.Float64()) }

func (s *shop) message(level string) {
	r := s.rand
	switch {
	case level == "ERROR":
		s.line = fmt.Appendf(s.line, "PaymentDeclinedException: order %d declined, reason=%s gateway=10.0.%d.%d", s.order(), reasons[s.skewed(len(reasons))], r.IntN(4), r.IntN(256))
	case level == "WARN":
		s.line = fmt.Appendf(s.line, "slow statement, %d ms for customer jdoe%d, connection %08x of pool main", 500+r.IntN(9500), s.skewed(5000), r.Uint32())
	case r.IntN(100) < 37:
		s.line = fmt.Appendf(s.line, "Completed GET /api/v2/orders/%d status=%d in %d ms for 10.4.%d.%d request=%s", s.order(), statuses[s.skewed(len(statuses))], s.skewed(2500), r.IntN(64), r.IntN(256), s.uuid())
	case r.IntN(2) == 0:
		s.line = fmt.Appendf(s.line, "cart of jdoe%d holds %d items, sku=SKU-%06d, session %016x, total %d.%02d EUR", s.skewed(5000), 1+r.IntN(30), r.IntN(200_000), r.Uint64(), r.IntN(900), r.IntN(100))
	default:
		s.line = fmt.Appendf(s.line, "event %s sent to queue mail-%d after %d us, attempt %d, correlation %s", s.uuid(), r.IntN(8), s.skewed(90_000), 1+s.skewed(4), s.uuid())
	}
}

var (
	reasons  = []string{"INSUFFICIENT_FUNDS", "CARD_EXPIRED", "FRAUD_SUSPECTED", "LIMIT_EXCEEDED", "GATEWAY_TIMEOUT"}
	statuses = []int{200, 200, 201, 204, 302, 304, 400, 404, 500, 503}
)

func (s *shop) order() int { return 1_000_000 + s.rand.IntN(100_000) }

func (s *shop) uuid() string {
	a, b := s.rand.Uint64(), s.rand.Uint64()
	return fmt.Sprintf("%08x-%04x-4%03x-8%03x-%012x", a>>32, a>>16&0xffff, a&0xfff, b>>52, b&0xffffffffffff)
}

func (s *shop) trace() {
	s.line = append(s.line, "com.example.shop.payment.PaymentDeclinedException: the gateway refused\n"...)
	for range 22 + s.rand.IntN(14) {
		s.line = fmt.Appendf(s.line, "\tat com.example.shop.payment.Step%d.run(Step%d.java:%d)\n", s.rand.IntN(40), s.rand.IntN(40), 10+s.rand.IntN(900))
	}
}
