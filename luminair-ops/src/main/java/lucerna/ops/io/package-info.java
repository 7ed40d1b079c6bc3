/** Input and sample files, and files written whole or not at all. */
package lucerna.ops.io;
