/** The header: the name, the rooms that exist, language, theme, help. */
import { CircleHelp, Monitor, Moon, Sun } from 'lucide-react';
import { useStore } from 'zustand';
import { DataMenu } from '../data/data-menu.tsx';
import { useLanguage, useMessages } from '../i18n/i18n.tsx';
import { Menu } from '../kit/menu.tsx';
import { Popover } from '../kit/popover.tsx';
import { hrefs, type Route } from './routes.ts';
import type { Services } from './services.ts';
import type { ThemeChoice } from './theme.ts';

interface HeaderProps {
  readonly services: Services;
  readonly route: Route;
}

const themeIcons = { light: Sun, dark: Moon, system: Monitor } as const;
const themeChoices: readonly ThemeChoice[] = ['light', 'dark', 'system'];

export function Header({ services, route }: HeaderProps) {
  const m = useMessages();
  return (
    <header className="header">
      <button type="button" className="skip" onClick={skip}>
        {route.kind === 'playground' ? m.app.skip : m.app.skipToRoom}
      </button>
      <a className="brand" href={hrefs.playground} aria-label={m.app.title}>
        <svg width="20" height="20" viewBox="0 0 20 20" aria-hidden="true">
          <path d="M3 5h9M6 10h11M3 15h7" />
        </svg>
        <span>stampede</span>
      </a>
      <nav aria-label={m.app.rooms}>
        <a href={hrefs.playground} aria-current={route.kind === 'playground' ? 'page' : undefined}>
          {m.app.playground}
        </a>
        <a href={hrefs.learn} aria-current={route.kind === 'learn' ? 'page' : undefined}>
          {m.app.learn}
        </a>
        <a href={hrefs.labs} aria-current={route.kind === 'labs' ? 'page' : undefined}>
          {m.app.labs}
        </a>
        <a href={hrefs.server} aria-current={route.kind === 'server' ? 'page' : undefined}>
          {m.app.server}
        </a>
      </nav>
      <div className="header-tools">
        <LanguageSwitch services={services} />
        <DataMenu store={services.data} onToast={services.toasts.getState().show} />
        <ThemeMenu services={services} />
        <HelpPopover />
      </div>
    </header>
  );
}

/** To the prompt, or where a room shows none, to the first thing in it that can be used. */
function skip(): void {
  const prompt = document.getElementById('prompt');
  const usable = 'main :is(a, button, input, select, textarea, [tabindex="0"])';
  (prompt ?? document.querySelector<HTMLElement>(usable))?.focus();
}

function LanguageSwitch({ services }: { readonly services: Services }) {
  const m = useMessages();
  const language = useLanguage();
  return (
    // biome-ignore lint/a11y/useSemanticElements: two buttons in a row are no form fields
    <div className="languages" role="group" aria-label={m.app.language}>
      <button
        type="button"
        lang="en"
        aria-pressed={language === 'en'}
        onClick={() => void services.i18n.use('en')}
      >
        EN
      </button>
      <span aria-hidden="true">/</span>
      <button
        type="button"
        lang="ko"
        aria-pressed={language === 'ko'}
        onClick={() => void services.i18n.use('ko')}
      >
        한국어
      </button>
    </div>
  );
}

function ThemeMenu({ services }: { readonly services: Services }) {
  const m = useMessages();
  const { choice, theme } = useStore(services.theme);
  const Icon = themeIcons[choice === 'system' ? 'system' : theme];
  return (
    <Menu
      items={themeChoices.map((one) => ({
        kind: 'choice',
        label: m.app.themes[one],
        checked: one === choice,
        onSelect: () => services.theme.choose(one),
      }))}
      trigger={
        <button
          type="button"
          className="button"
          data-icon=""
          aria-label={m.app.theme}
          title={m.app.theme}
        >
          <Icon size={16} aria-hidden />
        </button>
      }
    />
  );
}

function HelpPopover() {
  const m = useMessages();
  const { keys } = m.app;
  const rows: readonly (readonly [string, string])[] = [
    ['Tab', keys.complete],
    ['↑ ↓', keys.history],
    ['Ctrl R', keys.search],
    ['Shift Enter', keys.newline],
    ['Ctrl L', keys.clear],
    ['Ctrl C', keys.leave],
    ['/', keys.filter],
  ];
  return (
    <Popover
      label={m.app.keyboard}
      trigger={
        <button
          type="button"
          className="button"
          data-icon=""
          aria-label={m.app.help}
          title={m.app.help}
        >
          <CircleHelp size={16} aria-hidden />
        </button>
      }
    >
      <h3>{m.app.keyboard}</h3>
      <dl className="shortcuts">
        {rows.map(([key, meaning]) => (
          <div key={key}>
            <dt>
              <kbd>{key}</kbd>
            </dt>
            <dd>{meaning}</dd>
          </div>
        ))}
      </dl>
    </Popover>
  );
}
