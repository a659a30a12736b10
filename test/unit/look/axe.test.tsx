// @vitest-environment happy-dom
import { render } from '@testing-library/react';
import { expect, test } from 'vitest';
import { faults } from '../../support/axe';

test('the check of structure sees a control without a name and a heading out of order', async () => {
  document.documentElement.lang = 'en';
  document.title = 'Throughline';
  render(
    <main>
      <h1>one</h1>
      <h3>three</h3>
      {/* oxlint-disable-next-line jsx-a11y/control-has-associated-label -- planted */}
      <button type="button" />
    </main>,
  );
  const found = await faults();
  expect(found.some((fault) => fault.startsWith('button-name'))).toBe(true);
  expect(found.some((fault) => fault.startsWith('heading-order'))).toBe(true);
});
