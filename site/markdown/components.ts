import Aside from '#site/components/Aside.astro';
import Captured from '#site/components/Captured.astro';
import CodeFile from '#site/components/CodeFile.astro';
import CodeTabs from '#site/components/CodeTabs.astro';
import Option from '#site/components/Option.astro';
import Prediction from '#site/components/Prediction.astro';
import Question from '#site/components/Question.astro';
import Quiz from '#site/components/Quiz.astro';
import Reproduce from '#site/components/Reproduce.astro';
import SayNow from '#site/components/SayNow.astro';
import Source from '#site/components/Source.astro';
import Term from '#site/components/Term.astro';
import Word from '#site/components/Word.astro';

/** What every lesson may use without importing it: content knows the demos, never the site. */
export const mdxComponents = {
  Aside,
  Captured,
  CodeFile,
  CodeTabs,
  Option,
  Prediction,
  Question,
  Quiz,
  Reproduce,
  SayNow,
  Source,
  Term,
  Word,
};
