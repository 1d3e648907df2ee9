/**
 * Chromium writes what people type to disk in clear (session restore, form history) unless a field
 * says otherwise. So every native field and form says it, and this rule refuses one that does not.
 */
const TEXT_FIELDS = new Set(['input', 'textarea', 'select', 'form']);
const CHOICES = new Set(['radio', 'checkbox', 'file', 'button', 'submit']);

const attributeOf = (node, name) =>
  node.startTag.attributes.find((attribute) => attribute.type === 'SvelteAttribute' && attribute.key.name === name);

const literalOf = (attribute) =>
  attribute?.value.length === 1 && attribute.value[0].type === 'SvelteLiteral' ? attribute.value[0].value : undefined;

export const typedText = {
  meta: {
    type: 'problem',
    docs: { description: 'native fields carry autocomplete="off" and, where text is typed, writingsuggestions="false"' },
    schema: [],
    messages: {
      autocomplete: '<{{name}}> needs autocomplete="off": the browser would keep what is typed on disk in clear.',
      suggestions: '<{{name}}> needs writingsuggestions="false": typed text would leave the vault.',
    },
  },
  create(context) {
    return {
      SvelteElement(node) {
        if (node.kind !== 'html' || node.name.type !== 'SvelteName' || !TEXT_FIELDS.has(node.name.name)) return;
        const name = node.name.name;
        if (literalOf(attributeOf(node, 'autocomplete')) !== 'off') {
          context.report({ node: node.startTag, messageId: 'autocomplete', data: { name } });
        }
        const typed = name === 'textarea' || (name === 'input' && !CHOICES.has(literalOf(attributeOf(node, 'type'))));
        if (typed && literalOf(attributeOf(node, 'writingsuggestions')) !== 'false') {
          context.report({ node: node.startTag, messageId: 'suggestions', data: { name } });
        }
      },
    };
  },
};
