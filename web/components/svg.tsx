/** A drawing of our own, as text that `src/render/markup.ts` made: the one place where markup is not escaped again. */
export const Drawing = ({ svg, label }: { svg: string; label: string }) => <div class="frame" role="region" aria-label={label} tabIndex={0} dangerouslySetInnerHTML={{ __html: svg }} />;
