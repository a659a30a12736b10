import { describe, expect, it } from 'vitest';
import { courseState } from '@/components/course/state';
import { refusalCodes } from '@/lib/messaging/names';
import { RefusalError } from '@/lib/messaging/refused';
import { fakeLine } from '@/test/gallery/fake-line';
import { contactTag, launch, tag, view } from '@/test/gallery/samples';

const refuse = (code: (typeof refusalCodes)[number]) => () => {
  throw new RefusalError(code);
};
async function made(shown = view, answers?: Parameters<typeof fakeLine>[1]) {
  const line = fakeLine(shown, answers);
  const state = courseState(line, shown.course.id);
  await state.load();
  const asked = (name: string) => line.asked.filter((call) => call.name === name);
  return { line, state, asked };
}

describe('the state of a course panel', () => {
  it('asks again once, however many changes are pushed while an answer is under way', async () => {
    const { line, state, asked } = await made();
    line.push({ push: 'changed' });
    line.push({ push: 'changed' });
    line.push({ push: 'changed' });
    await state.load();
    expect(asked('panel/courseView')).toHaveLength(3); // the first, the one under way, one more
  });

  it('shows the tag that was made and waits for the third action', async () => {
    const { state, asked } = await made();
    state.pick();
    expect(await state.tag({ kind: 'outcome', id: 'o' })).toEqual({ ok: true });
    expect(state.picking.value).toBeNull();
    expect(state.asking.value).toBe(tag.alignment.id);
    expect(asked('panel/tag')[0]?.input).toMatchObject({ course: view.course.id, choice: { kind: 'outcome', id: 'o' } });
  });

  it('gives each write an id of its own', async () => {
    const { state, asked } = await made();
    await state.askOwner('a');
    await state.askOwner('a');
    const ids = asked('panel/alignmentAsk').map((call) => (call.input as { write: string }).write);
    expect(new Set(ids).size).toBe(2);
    expect(ids[0]).toMatch(/^w[0-9a-f]{32}$/);
  });

  it('removes a tag at once, and brings it back by undo without a time limit', async () => {
    const { state, asked } = await made();
    const done = state.untag(tag);
    expect(state.view.value?.tags).toEqual([]);
    await done;
    const [toast] = state.toasts.list.value;
    expect(toast?.text).toBe('Damaged-package complaints removed from this course.');
    toast?.undo?.();
    expect(asked('panel/restore')[0]?.input).toMatchObject({ type: 'alignment', id: tag.alignment.id });
  });

  it('puts a tag back when the removal is refused, and says why', async () => {
    const { state } = await made(view, { 'panel/hide': refuse('storageFull') });
    await state.untag(tag);
    expect(state.view.value?.tags).toEqual([tag]);
    expect(state.trouble.value?.sentence).toBe('The device has no room left. Nothing was saved.');
    expect(state.toasts.list.value).toEqual([]);
  });

  it('offers a removed launch back under the same key', async () => {
    const { state, asked } = await made();
    await state.removeLaunch(launch);
    state.toasts.list.value[0]?.undo?.();
    expect(asked('panel/launchSet')[0]?.input).toMatchObject({ key: launch.key, date: launch.date, audience: launch.audience });
  });

  it.each(refusalCodes)('has a sentence and a hint for the refusal %s', async (code) => {
    const { state } = await made(view, { 'panel/alignmentAsk': refuse(code) });
    const done = await state.askOwner('a');
    if (done.ok) throw new Error('was not refused');
    expect(done.sentence.length).toBeGreaterThan(10);
    expect(done.hint.length).toBeGreaterThan(5);
    expect(state.trouble.value).toEqual({ sentence: done.sentence, hint: done.hint });
  });

  it('gives a form its refusal without a second sentence at the top', async () => {
    const { state } = await made(view, { 'panel/launchSet': refuse('workerGone') });
    expect((await state.setLaunch({ date: '2026-06-03' })).ok).toBe(false);
    expect(state.trouble.value).toBeNull();
  });

  it('says what is wrong when the first view cannot be had, and shows it when it can', async () => {
    let broken = true;
    const { line, state } = await made(view, {
      'panel/courseView': () => {
        if (broken) throw new RefusalError('workerGone');
        return view;
      },
    });
    expect(state.view.value).toBeNull();
    expect(state.trouble.value?.sentence).toContain('did not answer');
    broken = false;
    line.push({ push: 'changed' });
    await state.load();
    expect(state.view.value).toBe(view);
    expect(state.trouble.value).toBeNull();
  });

  it('keeps per course what is open and whether it is folded', async () => {
    const two = { ...view, tags: [contactTag, tag] };
    const { state, asked } = await made(two);
    expect(state.isOpen(tag)).toBe(false);
    state.toggle(tag);
    state.toggle(contactTag);
    expect(state.isOpen(tag)).toBe(true); // opening one never closes another
    state.fold(true);
    expect(asked('panel/viewState').at(-1)?.input).toEqual({
      course: view.course.id,
      open: [tag.alignment.id, contactTag.alignment.id],
      folded: true,
    });
  });

  it('keeps a lone outcome open', async () => {
    const { state } = await made();
    expect(state.isOpen(tag)).toBe(true);
  });

  it('hears nothing after it is closed', async () => {
    const { line, state, asked } = await made();
    state.close();
    line.push({ push: 'changed' });
    expect(asked('panel/courseView')).toHaveLength(1);
  });
});
