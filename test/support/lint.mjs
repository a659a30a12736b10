// Our own rules for oxlint (ESLint's rule shape): the floors of the house, signals that are read, words that bypass the catalogue.
import { dirname, posix } from 'node:path';

const FLOOR = {
  model: 0,
  analysis: 0,
  sites: 0,
  store: 1,
  metrics: 1,
  messaging: 1,
  services: 2,
  sync: 2,
  page: 2,
  components: 2,
  entrypoints: 3,
};
const roomOf = (path) => /(?:^|\/)(?:lib\/(\w+)|(components|entrypoints))\//.exec(path)?.slice(1).find(Boolean);
const relative = (file) =>
  file
    .replaceAll('\\', '/')
    .split(/\/(?=(?:lib|components|entrypoints|test)\/)/)
    .at(-1);

const floors = {
  create(context) {
    const file = relative(context.filename);
    const here = roomOf(file);
    const look = (node) => {
      const from = node.source?.value;
      if (typeof from !== 'string' || here === undefined) return;
      const target = /^[@~]{1,2}\//.test(from)
        ? from.replace(/^[@~]{1,2}/, '')
        : from.startsWith('.')
          ? posix.join(dirname(file), from)
          : null;
      if (target === null) return;
      const there = roomOf(`${target}/`);
      if (there === undefined || there === here) return;
      const up = FLOOR[there] > FLOOR[here];
      const sideways = FLOOR[there] === FLOOR[here] && FLOOR[here] === 2;
      if (up || sideways || here === 'model')
        context.report({ node, message: `${here} may not import from ${there}: imports go down only (DESIGN §3).` });
    };
    return { ImportDeclaration: look, ExportNamedDeclaration: look, ExportAllDeclaration: look, ImportExpression: look };
  },
};

const notSignals = new Set(['e', 'event', 'target', 'currentTarget', 'input', 'select', 'textarea']);
const componentName = /^([A-Z]|use[A-Z])/;
const nameOf = (node) =>
  node.id?.name ??
  (node.parent?.type === 'VariableDeclarator' ? node.parent.id?.name : undefined) ??
  (node.parent?.type === 'CallExpression' && node.parent.parent?.type === 'VariableDeclarator' ? node.parent.parent.id?.name : undefined);

const useSignals = {
  create(context) {
    if (!context.filename.endsWith('.tsx')) return {};
    const stack = [];
    const enter = (node) => stack.push({ node, component: componentName.test(nameOf(node) ?? ''), read: null, called: false });
    const exit = () => {
      const top = stack.pop();
      if (top.read && !top.called && top.component)
        context.report({ node: top.read, message: "Reads a signal's .value without useSignals(): the view would stay stale." });
    };
    return {
      FunctionDeclaration: enter,
      FunctionExpression: enter,
      ArrowFunctionExpression: enter,
      'FunctionDeclaration:exit': exit,
      'FunctionExpression:exit': exit,
      'ArrowFunctionExpression:exit': exit,
      CallExpression(node) {
        if (node.callee?.name === 'useSignals' && stack.length) stack.at(-1).called = true;
      },
      MemberExpression(node) {
        if (node.computed || node.property?.name !== 'value') return;
        const owner = node.object?.name ?? node.object?.property?.name;
        if (notSignals.has(owner)) return;
        if (node.parent?.type === 'AssignmentExpression' && node.parent.left === node) return;
        const nearest = stack.findLast((f) => f.component);
        if (nearest) nearest.read ??= node;
      },
    };
  },
};

const LETTERS = /\p{L}{2}/u;
const SPOKEN = new Set(['aria-label', 'title', 'placeholder', 'alt', 'label', 'aria-description', 'aria-roledescription']);
const words = {
  create(context) {
    if (!context.filename.endsWith('.tsx')) return {};
    const say = (node) => context.report({ node, message: 'Text for people belongs in the message catalogue (t, tn).' });
    const look = (node) => {
      if (!node) return;
      if (node.type === 'Literal' && typeof node.value === 'string' && LETTERS.test(node.value)) say(node);
      else if (node.type === 'TemplateLiteral' && node.quasis.some((q) => LETTERS.test(q.value.cooked ?? ''))) say(node);
      else if (node.type === 'ConditionalExpression') [node.consequent, node.alternate].forEach(look);
      else if (node.type === 'LogicalExpression') look(node.right);
    };
    return {
      JSXText: (node) => LETTERS.test(node.value) && say(node),
      JSXExpressionContainer: (node) => node.parent?.type !== 'JSXAttribute' && look(node.expression),
      JSXAttribute(node) {
        if (!SPOKEN.has(node.name?.name)) return;
        look(node.value?.type === 'JSXExpressionContainer' ? node.value.expression : node.value);
      },
    };
  },
};

export default { meta: { name: 'throughline' }, rules: { floors, 'use-signals': useSignals, words } };
