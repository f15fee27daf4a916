// A Mermaid diagram, drawn when the page is shown, and again when it turns dark or light. Until then its text is shown.
import { useData } from 'vitepress';
import { defineComponent, h, onMounted, ref, watch } from 'vue';

let diagrams = 0;

export const Diagram = defineComponent({
  props: { text: { type: String, required: true } },
  setup(props) {
    const { isDark } = useData();
    const svg = ref('');
    const text = decodeURIComponent(props.text);
    const id = `diagram-${diagrams++}`;
    const draw = async () => {
      const { default: mermaid } = await import('mermaid');
      mermaid.initialize({ startOnLoad: false, securityLevel: 'strict', theme: isDark.value ? 'dark' : 'default' });
      svg.value = (await mermaid.render(id, text)).svg;
    };
    onMounted(draw);
    watch(isDark, draw);
    return () =>
      svg.value === '' ? h('pre', { class: 'diagram' }, text) : h('div', { class: 'diagram', innerHTML: svg.value });
  },
});
