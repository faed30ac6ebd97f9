/** The editor features that code needs beside those of scripts; each import registers one. */
import 'monaco-editor/features/gotoError/register';
import 'monaco-editor/features/hover/register';
import 'monaco-editor/features/parameterHints/register';
