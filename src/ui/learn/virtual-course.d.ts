/** What the lessons plugin makes: Markdown modules of plain data, and the outline of the course. */
declare module 'virtual:course' {
  export const course: import('../../course/lesson.ts').CourseOutline;
}
