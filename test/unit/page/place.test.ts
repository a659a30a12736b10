// @vitest-environment happy-dom
import { expect, test } from 'vitest';
import './stage';
import { placeOf } from '@/lib/page/chartpanel';

const view = { width: 1440, height: 900 };
const tile = (left: number, right: number, top = 100) => ({ left, right, top });

test('beside the tile, at its right if there is room, tops aligned, within the window', () => {
  expect(placeOf(tile(16, 700), view)).toEqual({
    css: expect.stringContaining('top:100px;left:708px;width:400px;max-height:792px;'),
    height: 400,
  });
  expect(placeOf(tile(16, 700, -300), view).css).toContain('top:8px;');
  expect(placeOf(tile(16, 700, 880), view).css).toContain('top:500px;');
});

test('at its left when only there is room', () => {
  expect(placeOf(tile(900, 1424), view).css).toContain('left:492px;');
});

test('else docked right over the page, full height', () => {
  const docked = placeOf(tile(300, 1200), view);
  expect(docked.css).toContain('inset:0 0 0 auto;width:400px;');
  expect(docked.height).toBeUndefined();
});

test('a sheet from the bottom in a narrow window', () => {
  expect(placeOf(tile(0, 374), { width: 374, height: 700 })).toEqual({ css: expect.stringContaining('inset:auto 0 0;height:70vh;') });
});
