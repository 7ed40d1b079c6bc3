/** One class per verb, and what verbs share: options, messages, exit codes, files. */
package lucerna.cli;
