import type { ReleaseKind } from './release.ts';

/** The bulletin's own words, in one language. What parties released has its own. */
export type Words = {
  readonly language: string;
  readonly bulletin: string;
  readonly skip: string;
  readonly newest: string;
  readonly none: string;
  readonly kinds: Readonly<Record<ReleaseKind, string>>;
  readonly releasedBy: string;
  readonly on: string;
  readonly version: string;
  readonly withdrawn: string;
  readonly otherLanguage: string;
  readonly facts: string;
  readonly plot: string;
  readonly plotTime: string;
  readonly plotRange: string;
  readonly plotMinimum: string;
  readonly replies: string;
  readonly noReplies: string;
  readonly leave: string;
  readonly name: string;
  readonly email: string;
  readonly emailNote: string;
  readonly text: string;
  readonly textNote: string;
  readonly remember: string;
  readonly send: string;
  readonly thanks: string;
  readonly thanksNote: string;
  readonly back: string;
  readonly banner: string;
  readonly accept: string;
  readonly readMore: string;
  readonly decline: string;
  readonly cookies: string;
  readonly cookiesNote: string;
  readonly cookieTable: readonly (readonly [name: string, kind: string, purpose: string, kept: string])[];
  readonly cookieHead: readonly [string, string, string, string];
  readonly choice: { readonly none: string; readonly accepted: string; readonly declined: string };
  readonly permanent: string;
  readonly feed: string;
  readonly notFound: string;
  readonly problem: string;
  readonly faults: Readonly<Record<ReplyFault, string>>;
};

/** What can be wrong with a reply. */
export type ReplyFault =
  | 'name_missing'
  | 'name_long'
  | 'email_wrong'
  | 'text_missing'
  | 'text_long'
  | 'letters'
  | 'form_old'
  | 'too_fast'
  | 'too_many'
  | 'full'
  | 'too_large';

const en: Words = {
  language: 'English',
  bulletin: 'Bulletin',
  skip: 'Skip to the text',
  newest: 'Released',
  none: 'Nothing has been released yet.',
  kinds: { case: 'Case', assurance: 'Assurance', hazard_area: 'Hazard area', readiness: 'Readiness' },
  releasedBy: 'Released by',
  on: 'on',
  version: 'version',
  withdrawn: 'This was withdrawn by those who released it.',
  otherLanguage: 'This was not released in the language of this page; here it is as it was written.',
  facts: 'Facts agreed',
  plot: 'Distance between the two, and the minimum that bound them',
  plotTime: 'seconds from the closest point',
  plotRange: 'NM',
  plotMinimum: 'minimum',
  replies: 'Replies',
  noReplies: 'There are no replies yet.',
  leave: 'Leave a reply',
  name: 'Name',
  email: 'E-mail',
  emailNote: 'Never published. Kept for questions about your reply, at most 30 days.',
  text: 'Reply',
  textNote: 'Plain text, at most 4,000 characters. Someone reads it before it appears.',
  remember: 'Remember my name in this browser',
  send: 'Send',
  thanks: 'Thank you',
  thanksNote: 'Your reply was received. It appears once someone has read it.',
  back: 'Back to the article',
  banner: 'This site keeps only what it needs to work, unless you accept more: your name, for your next reply.',
  accept: 'Accept',
  readMore: 'Read more',
  decline: 'Only what is needed',
  cookies: 'Cookies',
  cookiesNote: 'Nothing is stored before you choose. Nothing goes to anyone else, and no page asks any other site.',
  cookieHead: ['Name', 'Kind', 'What for', 'Kept'],
  cookieTable: [
    ['skyaccord_consent', 'essential', 'your choice on this page', '180 days'],
    ['skyaccord_name', 'by consent', 'your name in the reply form, if you tick it there', '180 days'],
  ],
  choice: {
    none: 'You have not chosen yet.',
    accepted: 'You accepted both.',
    declined: 'You chose only what is needed.',
  },
  permanent: 'Permanent link',
  feed: 'Feed (Atom)',
  notFound: 'There is nothing at this address.',
  problem: 'Your reply was not taken in',
  faults: {
    name_missing: 'Name: it is empty. Write how you want to be called.',
    name_long: 'Name: it has more than 80 characters. Shorten it.',
    email_wrong: 'E-mail: that is no address. Write it as name@example.org.',
    text_missing: 'Reply: it is empty.',
    text_long: 'Reply: it has more than 4,000 characters. Shorten it.',
    letters:
      'Name or e-mail: they hold characters that cannot be seen or that turn the direction of writing. Type them anew.',
    form_old:
      'The form was open for more than a day, or is not from this page. Load the article again; your text is below.',
    too_fast: 'The form came back within two seconds. Send it again.',
    too_many: 'Many replies came from your address. Wait ten minutes.',
    full: 'Too many replies wait to be read. Try again tomorrow.',
    too_large: 'The reply is too large. At most 4,000 characters are taken.',
  },
};

const fr: Words = {
  language: 'Français',
  bulletin: 'Bulletin',
  skip: 'Aller au texte',
  newest: 'Publié',
  none: 'Rien n’a encore été publié.',
  kinds: { case: 'Dossier', assurance: 'Assurance', hazard_area: 'Zone dangereuse', readiness: 'État de préparation' },
  releasedBy: 'Publié par',
  on: 'le',
  version: 'version',
  withdrawn: 'Ceci a été retiré par ceux qui l’avaient publié.',
  otherLanguage: 'Ceci n’a pas été publié dans la langue de cette page ; le voici tel qu’il a été écrit.',
  facts: 'Faits convenus',
  plot: 'Distance entre les deux et minimum applicable',
  plotTime: 'secondes à partir du point le plus proche',
  plotRange: 'NM',
  plotMinimum: 'minimum',
  replies: 'Réponses',
  noReplies: 'Il n’y a pas encore de réponse.',
  leave: 'Laisser une réponse',
  name: 'Nom',
  email: 'Adresse électronique',
  emailNote: 'Jamais publiée. Gardée pour des questions sur votre réponse, 30 jours au plus.',
  text: 'Réponse',
  textNote: 'Texte simple, 4 000 caractères au plus. Quelqu’un le lit avant sa parution.',
  remember: 'Retenir mon nom dans ce navigateur',
  send: 'Envoyer',
  thanks: 'Merci',
  thanksNote: 'Votre réponse a été reçue. Elle paraîtra quand quelqu’un l’aura lue.',
  back: 'Retour à l’article',
  banner: 'Ce site ne garde que le nécessaire, sauf si vous acceptez davantage : votre nom, pour la réponse suivante.',
  accept: 'Accepter',
  readMore: 'En savoir plus',
  decline: 'Seulement le nécessaire',
  cookies: 'Cookies',
  cookiesNote:
    'Rien n’est gardé avant votre choix. Rien ne va à personne d’autre ; aucune page n’appelle un autre site.',
  cookieHead: ['Nom', 'Genre', 'Pour quoi', 'Durée'],
  cookieTable: [
    ['skyaccord_consent', 'essentiel', 'votre choix sur cette page', '180 jours'],
    ['skyaccord_name', 'avec consentement', 'votre nom dans le formulaire, si vous le cochez', '180 jours'],
  ],
  choice: {
    none: 'Vous n’avez pas encore choisi.',
    accepted: 'Vous avez accepté les deux.',
    declined: 'Vous avez choisi seulement le nécessaire.',
  },
  permanent: 'Lien permanent',
  feed: 'Flux (Atom)',
  notFound: 'Il n’y a rien à cette adresse.',
  problem: 'Votre réponse n’a pas été reçue',
  faults: {
    name_missing: 'Nom : il est vide. Écrivez comment vous voulez être appelé.',
    name_long: 'Nom : il a plus de 80 caractères. Raccourcissez-le.',
    email_wrong: 'Adresse : ce n’en est pas une. Écrivez nom@exemple.org.',
    text_missing: 'Réponse : elle est vide.',
    text_long: 'Réponse : elle a plus de 4 000 caractères. Raccourcissez-la.',
    letters:
      'Nom ou adresse : ils contiennent des caractères invisibles ou qui changent le sens d’écriture. Retapez-les.',
    form_old:
      'Le formulaire est resté ouvert plus d’un jour, ou ne vient pas d’ici. Rechargez l’article ; votre texte suit.',
    too_fast: 'Le formulaire est revenu en moins de deux secondes. Envoyez-le encore une fois.',
    too_many: 'Beaucoup de réponses sont venues de votre adresse. Attendez dix minutes.',
    full: 'Trop de réponses attendent d’être lues. Réessayez demain.',
    too_large: 'La réponse est trop grande. 4 000 caractères au plus.',
  },
};

/** Languages of the bulletin's own words. */
export const WORDS: Readonly<Record<string, Words>> = { en, fr };
export const FIRST_LANGUAGE = 'en';
