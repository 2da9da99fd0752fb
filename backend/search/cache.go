package search

import (
	"container/list"
	"sync"

	"cordwood/backend/event"
	"cordwood/backend/index"
)

// place names a block for ever: a tail that grew is another one.
type place struct {
	file   *file
	epoch  int
	offset event.Offset
	length int64
}

// cache keeps the decoded blocks that were used last.
type cache struct {
	mu    sync.Mutex
	limit int64
	used  int64
	order *list.List // of *cached, the last used in front
	at    map[place]*list.Element
}

type cached struct {
	place place
	chunk *index.Chunk
}

func newCache(limit int64) *cache {
	return &cache{limit: limit, order: list.New(), at: map[place]*list.Element{}}
}

func (c *cache) get(p place) *index.Chunk {
	c.mu.Lock()
	defer c.mu.Unlock()
	e := c.at[p]
	if e == nil {
		return nil
	}
	c.order.MoveToFront(e)
	return e.Value.(*cached).chunk
}

func (c *cache) put(p place, chunk *index.Chunk) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.at[p] != nil {
		return
	}
	c.at[p] = c.order.PushFront(&cached{p, chunk})
	c.used += chunk.Cost()
	for c.used > c.limit && c.order.Len() > 1 {
		last := c.order.Back()
		old := c.order.Remove(last).(*cached)
		delete(c.at, old.place)
		c.used -= old.chunk.Cost()
	}
}
