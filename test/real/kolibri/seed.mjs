// What the tests find in Kolibri: two classes with a coach and a learner, a lesson each, no channel. Plain Node ≥ 20.
import { readFileSync } from 'node:fs';
import { signInToKolibri } from '../signin.mjs';

const provision = JSON.parse(readFileSync(new URL('provision.json', import.meta.url), 'utf8'));

export const kolibriUsers = {
  admin: provision.superuser,
  coach: { username: 'coach', password: 'throughline-coach', full_name: 'Course designer' },
  learner: { username: 'learner', password: 'throughline-learner', full_name: 'Field technician' },
};

const classes = [
  { key: 'parcels', name: 'Handling fragile parcels', lesson: 'Packing and stacking' },
  { key: 'complaints', name: 'Talking with an upset customer', lesson: 'Listening first' },
];

/** Fills a freshly provisioned Kolibri through its API. @returns the ids: `{ facility, users, classes: { parcels: { id, name, lesson } … } }`. */
export async function seedKolibri(address) {
  const [facility] = await (await fetch(new URL('/api/public/v1/facility/', address))).json();
  const jar = await signInToKolibri(address, kolibriUsers.admin, { facility: facility.id });
  const post = async (path, json) => {
    const answer = await jar.send('POST', path, { json, headers: { 'x-csrftoken': jar.cookie('kolibri_csrftoken') } });
    if (!answer.ok) throw new Error(`Kolibri ${path}: ${answer.status} ${(await answer.text()).slice(0, 400)}`);
    return answer.json();
  };
  const users = {};
  for (const name of ['coach', 'learner'])
    users[name] = (await post('/api/auth/facilityuser/', { ...kolibriUsers[name], facility: facility.id })).id;
  // A coach of single classes first needs to be one whom the facility lets have classes.
  await post('/api/auth/role/', { user: users.coach, collection: facility.id, kind: 'classroom assignable coach' });
  const made = {};
  for (const { key, name, lesson } of classes) {
    const { id } = await post('/api/auth/classroom/', { name, parent: facility.id });
    await post('/api/auth/role/', { user: users.coach, collection: id, kind: 'coach' });
    await post('/api/auth/membership/', { user: users.learner, collection: id });
    const made_lesson = await post('/api/lessons/lesson/', {
      title: lesson,
      description: '',
      collection: id,
      active: true,
      assignments: [id],
      resources: [],
      learner_ids: [],
    });
    made[key] = { id, name, lesson: { id: made_lesson.id, title: lesson } };
  }
  return { facility: facility.id, users, classes: made };
}
