import { afterEach, expect, it } from 'vitest';
import type { OwnAct } from '../backend/wire';
import { setLanguage } from '../messages/t.svelte';
import { moduleWords, placeText, placeWords, spansOn, targetWords, verbWords } from './ownwords';

afterEach(() => setLanguage('en'));

it('places that Cordwood made are in the language, those of others are as they wrote them', () => {
  const f = (placeOrigin: string, place: string, country: string, zh: string) => {
    setLanguage('en');
    expect(placeWords({ place, placeOrigin, country }), place).toBe(place);
    setLanguage('zh-CN');
    expect(placeWords({ place, placeOrigin, country }), place).toBe(zh);
  };
  f('private', 'private network', '', '内网');
  f('private', 'this machine', '', '本机');
  f('unknown', 'unknown', '', '未知');
  f('country', 'Austria', 'AT', '奥地利');
  f('country', 'Hong Kong SAR China', 'HK', '香港');
  f('mmdb', 'Austria', 'AT', '奥地利');
  f('mmdb', 'Graz, AT', 'AT', 'Graz, AT');
  f('mmdb', 'Singapore, SG', 'SG', 'Singapore, SG');
  f('mmdb', 'somewhere', '', 'somewhere');
  f('recorded', 'private network', '', 'private network');
  f('recorded', 'Austria', 'AT', 'Austria');
  f('own', 'unknown', 'AT', 'unknown');
  f('', '', '', '');
});

it('a place of many records is in the language where it is a network with a fixed meaning', () => {
  setLanguage('zh-CN');
  expect(['private network', 'unknown', 'Graz, AT', 'query'].map(placeText)).toEqual([
    '内网',
    '未知',
    'Graz, AT',
    'query',
  ]);
});

it("acts of Cordwood are in the language, the server's are as it wrote them", () => {
  const own: OwnAct = {
    verb: { code: 'set note', args: [], text: 'set note' },
    module: { code: 'Notes', args: [], text: 'Notes' },
    target: { code: 'account {0}', args: ['8401'], text: 'account 8401' },
  };
  const row = { verb: 'set note', module: 'Notes', type: '', target: 'account 8401' };
  const words = (own: OwnAct | null) => [verbWords, moduleWords, targetWords].map((f) => f({ ...row, own }));
  expect(words(own)).toEqual(words(null));
  setLanguage('zh-CN');
  expect(words(own)).toEqual(['设置备注', '备注', '账号 8401']);
  expect(words(null)).toEqual(['set note', 'Notes', 'account 8401']);
  expect(moduleWords({ own: null, module: '', type: 'queue' })).toBe('queue');
});

it('what matched in the stored text marks other words whole', () => {
  const f = (words: string, spans: [number, number][], want: [number, number][]) => {
    const ranges = (list: [number, number][]) => list.map(([start, end]) => ({ start, end }));
    expect(spansOn(words, 'private network', ranges(spans))).toEqual(ranges(want));
  };
  f('private network', [[0, 7]], [[0, 7]]);
  f('内网', [[0, 7]], [[0, 2]]);
  f('内网', [], []);
});
