import { signal, type ReadonlySignal } from '@preact/signals-react';
import { refusalText } from '@/components/look/refusals';
import { openBeside, openWindow } from '@/components/site/surfaces';
import { turnOn, type Turned } from '@/components/site/turn-on';
import type { Client } from '@/lib/messaging/client';
import type { PopupView } from '@/lib/messaging/views';

export type Refused = { sentence: string; hint: string };

export type PopupState = {
  /** Null until the first answer. */
  view: ReadonlySignal<PopupView | null>;
  refused: ReadonlySignal<Refused | null>;
  /** How the last asking for this site's permission ended. */
  asked: ReadonlySignal<'no' | 'asking' | Turned>;
  /** A change is under way: its buttons wait. */
  busy: ReadonlySignal<boolean>;
  load: () => Promise<void>;
  turnOn: () => Promise<void>;
  pause: (paused: boolean) => Promise<void>;
  turnOff: () => Promise<void>;
  showHere: () => Promise<void>;
  openMark: (tile: string) => Promise<void>;
  openBeside: () => Promise<void>;
  openWindow: () => Promise<void>;
  end: () => void;
};

/** The popup of one tab. `tabId` is known before the first click: side panel and permission are asked for inside it. */
export function makePopup(line: Pick<Client, 'ask' | 'onPush'>, tabId: number): PopupState {
  const view = signal<PopupView | null>(null);
  const refused = signal<Refused | null>(null);
  const asked = signal<'no' | 'asking' | Turned>('no');
  const busy = signal(false);
  let newest = 0;

  const load = async (): Promise<void> => {
    const mine = (newest += 1);
    try {
      const answer = await line.ask('own/popup', { tabId });
      if (mine !== newest) return;
      view.value = answer;
      refused.value = null;
    } catch (error) {
      if (mine === newest) refused.value = refusalText(error);
    }
  };
  const change = async (work: () => Promise<unknown>): Promise<void> => {
    busy.value = true;
    try {
      await work();
      await load();
    } catch (error) {
      refused.value = refusalText(error);
    } finally {
      busy.value = false;
    }
  };
  const site = (): string => view.peek()?.site?.key ?? '';
  const end = line.onPush((push) => {
    if (push.push === 'changed') void load();
  });

  return {
    view,
    refused,
    asked,
    busy,
    load,
    async turnOn() {
      const ask = view.peek()?.site;
      if (!ask) return;
      const turned = turnOn(line, ask, tabId);
      asked.value = 'asking';
      const answer = await turned;
      asked.value = answer;
      if (answer === 'on') await load();
    },
    pause: (paused) => change(() => line.ask('own/pause', { site: site(), paused })),
    turnOff: () => {
      asked.value = 'no';
      return change(() => line.ask('own/disable', { site: site() }));
    },
    showHere: () => change(() => line.ask('own/showHere', { tabId })),
    openMark: (tile) => change(() => line.ask('own/openMark', { tabId, tile })),
    openBeside: () => openBeside(tabId),
    openWindow: () => openWindow(tabId),
    end,
  };
}
