// @vitest-environment happy-dom
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { startGeometry } from '@/components/frame/geometry';
import { surfaceAsk } from '@/components/frame/surface';
import { themeOf } from '@/components/frame/theme';
import { holdRoom } from '@/components/look/room';
import type { FrameGeometry } from '@/lib/messaging/names';

let resized: (() => void)[] = [];
beforeEach(() => {
  resized = [];
  vi.stubGlobal(
    'ResizeObserver',
    class {
      constructor(private readonly look: () => void) {
        resized.push(look);
      }
      observe() {
        this.look();
      }
      disconnect() {}
    },
  );
});
afterEach(() => {
  vi.unstubAllGlobals();
  vi.restoreAllMocks();
});

function start(height = 300) {
  const content = document.createElement('div');
  const size = { height };
  Object.defineProperty(content, 'offsetHeight', { get: () => size.height });
  document.body.append(content);
  const told: FrameGeometry[] = [];
  const port = Object.assign(new EventTarget(), {
    postMessage: (message: FrameGeometry) => told.push(message),
    start: () => undefined,
  }) as unknown as MessagePort;
  let width = 800;
  vi.spyOn(document.documentElement, 'clientWidth', 'get').mockImplementation(() => width);
  const heard = { theme: vi.fn(), focus: vi.fn(() => true) };
  const geometry = startGeometry(port, content, heard);
  const grow = (px: number, across = width) => {
    size.height = px;
    width = across;
    resized.forEach((look) => look());
  };
  return { told, port, heard, geometry, grow, say: (data: unknown) => port.dispatchEvent(Object.assign(new Event('message'), { data })) };
}
/** A trusted event: the kind a page cannot make. */
const act = () => document.dispatchEvent(Object.defineProperty(new Event('pointerdown'), 'isTrusted', { value: true }));

describe('the geometry that a frame tells', () => {
  it('says a new height, and whether a person’s act made it so', () => {
    const { told, grow } = start(300);
    grow(340);
    act();
    grow(420);
    expect(told).toEqual([
      { kind: 'height', px: 300, width: 800, act: false },
      { kind: 'height', px: 340, width: 800, act: false },
      { kind: 'height', px: 420, width: 800, act: true },
    ]);
  });

  it('does not take a made-up event for an act', () => {
    const { told, grow } = start(300);
    document.dispatchEvent(new Event('pointerdown'));
    grow(500);
    expect(told.at(-1)).toEqual({ kind: 'height', px: 500, width: 800, act: false });
  });

  it('forgets an act after a while', () => {
    const clock = vi.spyOn(performance, 'now').mockReturnValue(1000);
    const { told, grow } = start(300);
    act();
    clock.mockReturnValue(9000);
    grow(500);
    expect(told.at(-1)).toMatchObject({ act: false });
    clock.mockRestore();
  });

  it('asks for the room of what is open over the content, and gives it back', async () => {
    const { told } = start(60);
    const release = holdRoom(() => 412, null);
    await Promise.resolve();
    expect(told.at(-1)).toMatchObject({ px: 412 });
    release();
    await Promise.resolve();
    expect(told.at(-1)).toMatchObject({ px: 60 });
  });

  it('says nothing twice, and closes when asked', () => {
    const { told, grow, geometry } = start(300);
    grow(300);
    expect(told).toHaveLength(1);
    geometry.close();
    expect(told.at(-1)).toEqual({ kind: 'close' });
  });

  it('says the height anew at another width, also the same one', () => {
    const { told, grow } = start(300);
    grow(300, 420);
    expect(told.at(-1)).toEqual({ kind: 'height', px: 300, width: 420, act: false });
  });

  it('keeps a wish for the focus until something is drawn that can take it', () => {
    const { heard, say, grow } = start(0);
    heard.focus.mockReturnValueOnce(false).mockReturnValueOnce(false);
    say({ kind: 'focus' });
    grow(100);
    grow(120);
    grow(140);
    expect(heard.focus).toHaveBeenCalledTimes(3);
  });

  it('hears theme and focus, and nothing else', () => {
    const { heard, say } = start();
    say({ kind: 'theme', theme: 'dark' });
    say({ kind: 'theme', theme: '</style>' });
    say({ kind: 'focus' });
    say({ kind: 'height', px: 4 });
    expect(heard.theme.mock.calls).toEqual([['dark'], ['light']]);
    expect(heard.focus).toHaveBeenCalledTimes(1);
  });
});

describe('the address of the panel page', () => {
  it('says whether it is a surface of its own', () => {
    expect(surfaceAsk('')).toBeNull();
    expect(surfaceAsk('?surface=other')).toBeNull();
    expect(surfaceAsk('?surface=side')).toEqual({ kind: 'side', tab: null });
    expect(surfaceAsk('?surface=window&tab=17')).toEqual({ kind: 'window', tab: 17 });
    expect(surfaceAsk('?surface=window&tab=x')).toEqual({ kind: 'window', tab: null });
  });

  it('carries the theme of the first picture', () => {
    expect([themeOf('#dark'), themeOf('#light'), themeOf('#x'), themeOf('')]).toEqual(['dark', 'light', null, null]);
  });
});
