import { nothing } from '../backend';
import type { Effect, HealthView, RuleEdit, RuleRow, RulesView, Said } from '../wire';
import { families } from './families';
import { refuse, type Handlers } from './handlers';
import { NOW } from './sources';

type Own = Pick<RuleRow, 'level' | 'copies' | 'cleaning'>;

const over = (n: number, copies: number): Said => ({
  code: '{0} over {1}',
  args: [String(n), String(copies)],
  text: `${n} over ${copies}`,
});

/** Rules and health of the made-up server: what exceeds the copies of a rule goes now. */
export class FakeRules {
  #rev = 41;
  #cleaner = 'serverlog';
  /** Families whose cleaning waits for a person. */
  readonly waiting = new Set<string>();
  #own = new Map<string, Own>([['', { level: 'INFO', copies: 30, cleaning: 'delete' }]]);

  readonly handlers: Handlers = {
    'Rules.View': () => this.#view(this.#own),
    'Rules.Preview': (_, edits) => this.#effect(this.#edited(edits)),
    'Rules.Apply': (_, edits, shown, rev) => {
      if (rev !== this.#rev) return refuse('conflict', 'cordwood-rules.json', 'changed by Tobin Ashgrove at 14:30');
      this.#own = this.#edited(edits);
      this.#cleaner = edits.find((e) => e.cleaner !== null)?.cleaner ?? this.#cleaner;
      this.#rev++;
      for (const { family } of shown)
        if (edits.length === 0 || edits.some((e) => e.family === family)) this.waiting.delete(family);
      return this.#view(this.#own);
    },
    'Rules.Versions': () => ({
      older: nothing,
      versions: [41, 40].map((rev) => ({
        rev,
        at: NOW - (42 - rev) * 86_400_000,
        by: { code: '{0} on {1}' as const, args: ['admin', 'pbx-hq'], text: 'admin on pbx-hq' },
        current: rev === this.#rev,
        first: rev === 40,
        changes: rev === 40 ? [] : [{ family: '', code: '', what: 'copies', from: '20', to: '30' }],
        more: 0,
      })),
    }),
    'Rules.EditsTo': (_, rev) =>
      rev === 40
        ? [{ family: '', set: ['copies'], level: null, copies: 20, cleaning: null, cleaner: null }]
        : refuse('not_found', `revision ${rev}`, 'look at the list of versions'),
    'Rules.Export': () => ({ id: '1', name: 'sample_rules.csv', bytes: 0 }),
    'Rules.Cleaned': () => [],
    'Rules.Rotate': (_, family) => ({
      family,
      file: `${family}-2026-11-18-2.log.gz`,
      id: `${family}-1`,
      at: NOW,
      by: 'admin on pbx-hq',
    }),
    'Health.View': () => this.#health(),
  };

  /** Somebody else saves the rules. */
  meanwhile(): void {
    this.#rev++;
  }

  #edited(edits: RuleEdit[]): Map<string, Own> {
    const next = new Map(this.#own);
    for (const e of edits) {
      const own = { level: null, copies: null, cleaning: null, ...next.get(e.family) } as Own;
      next.set(e.family, {
        level: e.set.includes('level') ? e.level : own.level,
        copies: e.set.includes('copies') ? e.copies : own.copies,
        cleaning: e.set.includes('cleaning') ? e.cleaning : own.cleaning,
      });
    }
    return next;
  }

  #row(rules: Map<string, Own>, family: string, code: string, rotated: number, bytes: number): RuleRow {
    const all = rules.get('');
    const own = rules.get(family) ?? { level: null, copies: null, cleaning: null };
    return {
      family,
      code,
      file: `${family}.log`,
      ...own,
      levelNow: own.level ?? all?.level ?? 'INFO',
      copiesNow: own.copies ?? all?.copies ?? 30,
      cleaningNow: own.cleaning ?? all?.cleaning ?? 'delete',
      levelFixed: ['access_log', 'audit_log'].includes(family) ? 'always_on' : family === 'gc' ? 'no_writer' : '',
      rotated,
      bytes,
      running: '',
      cleanedAt: NOW - 3_600_000,
      failed: null,
      cleaner: null,
      waits: nothing,
      can: family === 'gc' ? ['copies', 'cleaning'] : ['level_live', 'copies', 'cleaning'],
    };
  }

  #rows(rules: Map<string, Own>): RuleRow[] {
    return families(new Set()).map((f) => this.#row(rules, f.name, f.code, f.rotated, f.bytes));
  }

  #effect(rules: Map<string, Own>): Effect {
    const all = families(new Set());
    const rows = this.#rows(rules).map((row) => {
      const copies = all.find((f) => f.name === row.family)?.copies ?? [];
      const gone = row.cleaningNow === 'off' ? [] : copies.slice(1 + row.copiesNow);
      return { row, copies, gone };
    });
    const items = rows.flatMap(({ row, gone }) =>
      gone.map((c) => ({
        day: 0,
        at: NOW,
        family: row.family,
        code: row.code,
        path: c.path,
        bytes: c.bytes,
        why: over(gone.length, row.copiesNow),
        from: c.first,
        upTo: c.last,
      })),
    );
    const sum = (list: readonly { bytes: number }[]) => list.reduce((n, i) => n + i.bytes, 0);
    return {
      computedAt: NOW,
      files: items.length,
      bytes: sum(items),
      later: 0,
      laterBytes: 0,
      items,
      families: rows.map(({ row, copies, gone }) => ({
        family: row.family,
        code: row.code,
        now: gone.length,
        bytes: sum(gone),
        last: gone[0]?.path ?? '',
        days: Array.from({ length: 30 }, () => 0),
        then: row.rotated - gone.length,
        earliest: copies[copies.length - gone.length - 1]?.first ?? null,
      })),
      waiting: [...this.waiting].map((file) => ({
        file,
        kind: 'waiting',
        text: { code: '{0}' as const, args: ['2 files would go'], text: '2 files would go' },
      })),
      idle: nothing,
    };
  }

  #view(rules: Map<string, Own>): RulesView {
    const rows = this.#rows(rules);
    const all = {
      ...this.#row(rules, '', '', 0, 0),
      cleaner: this.#cleaner,
      file: '',
      can: [],
      rotated: rows.reduce((n, r) => n + r.rotated, 0),
    };
    return {
      rev: this.#rev,
      appliedBy: 'serverlog',
      cleaner: this.#cleaner,
      appliedAt: NOW - 34 * 60_000,
      confirmed: this.#rev,
      error: null,
      maxBytes: 104_857_600,
      maxCopies: 10_000,
      all,
      families: rows,
      effect: this.#effect(rules),
      canSave: true,
      why: nothing,
    };
  }

  #health(): HealthView {
    const effect = this.#effect(this.#own);
    const tiles = families(new Set()).map((f, i) => {
      const unit = f.name === 'access_log' ? 'refused' : f.name === 'audit_log' ? 'changes' : 'errors';
      const spark = Array.from({ length: 48 }, (_, n) =>
        n > 45 && f.errors > 1000 ? f.errors : (n * (i + 3)) % 11 === 0 ? i : 0,
      );
      return {
        family: f.name,
        code: f.code,
        file: f.file,
        known: f.known,
        state: f.state,
        unit,
        hour: f.errors,
        day: f.errors + 5,
        until: NOW,
        spark,
        last: f.last,
        bytes: f.bytes,
        copies: f.rotated,
        percent: 100,
      };
    });
    const finding = { level: 4, from: NOW - 3_600_000, to: NOW, text: '' };
    return {
      now: NOW,
      findings: [
        {
          ...finding,
          kind: 'errors',
          level: 5,
          code: 'DB',
          family: 'database',
          count: 3214,
          before: 5,
          usual: 0,
          desk: 'serverlogs',
          query: 'level:>=error',
        },
        {
          ...finding,
          kind: 'refused',
          code: 'ACC',
          family: '',
          count: 41,
          before: 9,
          usual: null,
          text: '203.0.113.87',
          desk: 'access',
          query: 'kind:refused ip:203.0.113.87',
        },
      ],
      tiles,
      volume: {
        known: true,
        total: 200 * 2 ** 30,
        free: 22 * 2 ** 30,
        logs: 7.8 * 2 ** 30,
        perDay: 1.2 * 2 ** 30,
        fullDays: 18,
      },
      refused: {
        hour: 62,
        day: 118,
        usual: 20,
        from: [{ ip: '203.0.113.87', place: 'Sofia, BG', placeOrigin: 'mmdb', country: 'BG', count: 41 }],
        accounts: 14,
        companies: 6,
        reasons: [{ text: 'wrong password', count: 54 }],
      },
      latest: [],
      rules: {
        rev: this.#rev,
        appliedAt: NOW - 34 * 60_000,
        cleaner: this.#cleaner,
        level: 'INFO',
        copies: 30,
        own: this.#own.size - 1,
        cleaning: 11,
        waiting: effect.waiting.length,
        held: 4,
        heldBytes: 391 << 20,
        error: null,
        lastRun: { at: NOW - 23 * 60_000, files: 1, bytes: 7.4 * 2 ** 20 },
        next: effect.items.find((item) => item.day > 0) ?? null,
        frees: effect.bytes,
        freesLater: effect.laterBytes,
      },
    };
  }
}
