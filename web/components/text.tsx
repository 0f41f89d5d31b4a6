/** Headings and text, in the classes of NL Design System. */
import type { ComponentChildren } from 'preact';

interface Text {
  id?: string;
  children: ComponentChildren;
}

export const H1 = ({ id, children }: Text) => <h1 id={id} class="nl-heading nl-heading--level-1">{children}</h1>;
export const H2 = ({ id, children }: Text) => <h2 id={id} class="nl-heading nl-heading--level-2">{children}</h2>;
export const H3 = ({ id, children }: Text) => <h3 id={id} class="nl-heading nl-heading--level-3">{children}</h3>;
export const P = ({ children }: Text) => <p class="nl-paragraph">{children}</p>;

/** Where there is nothing to show: that, and what to do. */
export const Empty = ({ children }: Text) => <p class="nl-paragraph empty">{children}</p>;

/** How near a last day is: in words first, its colour only says it again. */
export const DueBadge = ({ text }: { text: string | null }) => {
  if (text === null) return null;
  const kind = text.endsWith('te laat') ? 'late' : text === 'vandaag' ? 'today' : 'later';
  return <span class={`nl-data-badge badge badge--${kind}`}>{text}</span>;
};

/** Names with what they are: a list that reads as a table. */
export const Facts = ({ facts }: { facts: readonly (readonly [string, ComponentChildren])[] }) => (
  <dl class="facts">
    {facts.map(([name, value]) => (
      <div class="facts__one">
        <dt>{name}</dt>
        <dd>{value}</dd>
      </div>
    ))}
  </dl>
);
