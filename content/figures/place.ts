/** What a page may say of a figure it shows. */
export interface FigurePlace {
  id?: string;
  /** `Fig. 2.1` */
  no?: string;
  /** The figure stands on a page of its own: it links to none. */
  alone?: boolean;
}

const base = import.meta.env.BASE_URL.replace(/\/?$/, '/');

/** Address of a lesson. */
export const lessonPage = (name: string): string => `${base}lessons/${name}/`;

/** Address of the page where a figure stands alone; `null` on that page. */
export const labPage = (name: string, alone: boolean): string | null => (alone ? null : `${base}lab/${name}/`);
