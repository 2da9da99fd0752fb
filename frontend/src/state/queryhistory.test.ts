import { expect, it } from 'vitest';
import { QueryHistory } from './queryhistory.svelte';

it('gives what this source was asked before what others were, newest first and each once', () => {
  const past = new QueryHistory();
  const add = (source: string, query: string, desk = 'serverlogs') => past.add(desk, source, query);
  add('a', 'one');
  add('b', 'two');
  add('a', 'three');
  add('a', 'one');
  add('a', '  ');
  add('a', 'visits', 'access');
  add('b', 'three');
  expect(past.of('serverlogs', 'a')).toEqual(['one', 'three', 'two']);
  expect(past.of('serverlogs', 'b')).toEqual(['three', 'two', 'one']);
  expect(past.of('access', 'b')).toEqual(['visits']);
});

it('keeps no more than somebody would walk through', () => {
  const past = new QueryHistory();
  for (let i = 0; i < 500; i++) past.add('serverlogs', 'a', `q${i}`);
  expect(past.of('serverlogs', 'a').length).toBe(30);
  expect(past.of('serverlogs', 'a')[0]).toBe('q499');
});
