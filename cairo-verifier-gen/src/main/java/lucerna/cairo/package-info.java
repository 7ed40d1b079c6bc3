/** Writes verifiers in Cairo. */
package lucerna.cairo;
