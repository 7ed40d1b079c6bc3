/** What the packages of this module share. */
package lucerna.ops;
