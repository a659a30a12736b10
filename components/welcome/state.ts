import { signal, type ReadonlySignal } from '@preact/signals-react';
import { newWrite } from '@/components/look/write';
import { turnOn, type SiteAsk, type Turned } from '@/components/site/turn-on';
import type { Client } from '@/lib/messaging/client';

/** Where the sample's course and dashboard are said to live. The demo serves them there; elsewhere the addresses lead nowhere. */
const sampleHosts = { lms: 'lms.localhost:8700', bi: 'bi.localhost:8700' } as const;

export type WelcomeState = {
  /** Null until known. */
  name: ReadonlySignal<string | null>;
  named: ReadonlySignal<'no' | 'saving' | 'saved' | 'failed'>;
  asked: ReadonlySignal<'no' | 'asking' | Turned>;
  /** The site that was asked for last. */
  site: ReadonlySignal<SiteAsk | null>;
  sample: ReadonlySignal<'no' | 'loading' | 'loaded' | 'failed'>;
  load: () => Promise<void>;
  rename: (name: string) => Promise<void>;
  /** Inside the click. */
  turnOn: (site: SiteAsk) => Promise<void>;
  loadSample: () => Promise<void>;
};

export function makeWelcome(line: Pick<Client, 'ask'>): WelcomeState {
  const name = signal<string | null>(null);
  const named = signal<'no' | 'saving' | 'saved' | 'failed'>('no');
  const asked = signal<'no' | 'asking' | Turned>('no');
  const site = signal<SiteAsk | null>(null);
  const sample = signal<'no' | 'loading' | 'loaded' | 'failed'>('no');
  return {
    name,
    named,
    asked,
    site,
    sample,
    async load() {
      // Until a name was given the record holds a stand-in, which is not the person's
      const me = await line.ask('own/me', {}).catch(() => null);
      name.value = me?.welcomed ? me.name : '';
    },
    async rename(text) {
      named.value = 'saving';
      try {
        await line.ask('own/meRename', { write: newWrite(), name: text.trim() });
        name.value = text.trim();
        named.value = 'saved';
      } catch {
        named.value = 'failed';
      }
    },
    async turnOn(ask) {
      const turned = turnOn(line, ask);
      site.value = ask;
      asked.value = 'asking';
      asked.value = await turned;
    },
    async loadSample() {
      sample.value = 'loading';
      try {
        await line.ask('own/sampleLoad', { write: newWrite(), ...sampleHosts });
        sample.value = 'loaded';
      } catch {
        sample.value = 'failed';
      }
    },
  };
}
