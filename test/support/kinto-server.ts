// Real Kinto servers for tests: those that the set-up of the project "real" shares, or one of a test's own that it may break.
import { rmSync } from 'node:fs';
import { newRunFolder } from '../real/leftovers.mjs';
import { addKintoUser, kintoAuthorization, startKintoIn } from '../real/kinto/start.mjs';

export type KintoUser = { user: string; password: string };
export type KintoOptions = Omit<Parameters<typeof startKintoIn>[0], 'runFolder' | 'name'>;

/** What can be done with any Kinto that runs, of whoever started it. */
export type KintoThere = {
  /** One per head, `http://127.0.0.1:18801/v1`. */
  urls: string[];
  admin: KintoUser & { authorization: string };
  /** Makes the person if need be; `authorization` is the header's value. */
  user(name: string): Promise<KintoUser & { authorization: string }>;
};

export function kintoAt(state: { urls: string[]; admin: KintoUser }): KintoThere {
  const made = new Map<string, ReturnType<KintoThere['user']>>();
  return {
    urls: state.urls,
    admin: { ...state.admin, authorization: kintoAuthorization(state.admin) },
    user(name) {
      if (!made.has(name)) made.set(name, addKintoUser(state.urls[0]!, name));
      return made.get(name)!;
    },
  };
}

/** A Kinto of one's own. `stop()` ends it and removes its files; `kill`, `restart`, `pause`, `resume` take the number of a head. */
export async function startKinto(options: KintoOptions) {
  const runFolder = newRunFolder();
  const remove = (): void => rmSync(runFolder, { recursive: true, force: true });
  try {
    const { state, stop, ...acts } = await startKintoIn({ ...options, runFolder });
    return {
      ...kintoAt(state),
      ...acts,
      state,
      stop: async () => {
        await stop();
        remove();
      },
    };
  } catch (error) {
    remove();
    throw error;
  }
}
