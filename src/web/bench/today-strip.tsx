import type { TodayView } from "../../api/lamp-views.ts";
import { Icon } from "../parts/icon.tsx";
import { type Wording, wordOfLamp } from "../words.ts";

const WAITING: Wording = { word: "To assign", icon: "question", tone: "look" };
const OVERDUE: Wording = { word: "Overdue", icon: "clock", tone: "bad" };
const READ: Wording = { word: "Read today", icon: "full", tone: "calm" };
const STILL_DUE: Wording = { word: "Still due", icon: "empty", tone: "calm" };

/** The day at a glance: one number a lamp, and what waits. A number that is zero is only a number. */
export function TodayStrip(props: { today: TodayView }) {
  const { today } = props;
  const { byLamp } = today;
  return (
    <section class="today wide" aria-label="Today">
      <Count wording={READ} number={today.read} place={null} />
      <Count wording={wordOfLamp("good")} number={byLamp.good} place={null} />
      <Count wording={wordOfLamp("look")} number={byLamp.look} place="plates-read" />
      <Count wording={wordOfLamp("re-read")} number={byLamp["re-read"]} place="plates-read" />
      <Count wording={wordOfLamp("failed")} number={byLamp.failed} place="plates-read" />
      <Count wording={WAITING} number={today.waiting} place="inbox" />
      <Count wording={OVERDUE} number={today.overdue} place="overdue" />
      <Count wording={STILL_DUE} number={today.stillDue} place={null} />
    </section>
  );
}

function Count(props: { wording: Wording; number: number; place: string | null }) {
  const { wording, number, place } = props;
  const tone = number === 0 ? "none" : wording.tone;
  const content = (
    <>
      <span class="today-number">
        <Icon name={wording.icon} /> {number}
      </span>
      <span class="today-word">{wording.word}</span>
    </>
  );
  const named = `today-count tone-${tone}`;
  if (place === null || number === 0) return <div class={named}>{content}</div>;
  return (
    <a class={named} href={`#${place}`}>
      {content}
    </a>
  );
}
