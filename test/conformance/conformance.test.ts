import { describe, expect, test } from 'vitest';
import {
  type Disagreement,
  type Fixture,
  disagreements,
  fixtures,
  haveFixtures,
  nameOf,
  verdict,
} from './agreement.ts';

function isAbout({ check, expected, fixtures: names }: Disagreement, fixture: Fixture): boolean {
  const named = names === undefined || names.some((name) => nameOf(fixture).endsWith(name));
  return check === fixture.check && expected === fixture.expected && named;
}

describe.skipIf(!haveFixtures)("peers' fixtures (skipped where ../shared/conformance is absent)", () => {
  const known = haveFixtures ? disagreements() : [];
  const judged = haveFixtures ? fixtures().map((fixture) => ({ fixture, ...verdict(fixture) })) : [];
  const differing = judged.filter(({ fixture, reported }) => (fixture.expected === 'fail') !== reported.length > 0);

  test('every disagreement has a reason', () => {
    const unexplained = differing.filter(({ fixture }) => !known.some((one) => isAbout(one, fixture)));
    expect(
      unexplained.map(
        ({ fixture, reported }) => `${fixture.check} ${fixture.expected} ${nameOf(fixture)} ${reported.join()}`,
      ),
    ).toEqual([]);
  });

  test('no reason is left over', () => {
    const unused = known.filter((one) => !differing.some(({ fixture }) => isAbout(one, fixture)));
    expect(unused).toEqual([]);
    for (const { reason } of known) expect(reason).toMatch(/^[A-Z].{30,}\.$/);
  });

  test.each([...new Set(judged.map(({ fixture }) => fixture.peer))])('agreement with %s', (peer) => {
    const own = judged.filter(({ fixture }) => fixture.peer === peer);
    const agreed = own.filter((one) => !differing.includes(one)).length;
    process.stdout.write(`${peer}: ${String(agreed)} of ${String(own.length)} fixtures within scope judged alike\n`);
    expect(agreed / own.length).toBeGreaterThanOrEqual(0.5);
  });
});
