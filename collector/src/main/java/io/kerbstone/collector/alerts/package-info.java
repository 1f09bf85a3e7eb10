@NullMarked
package io.kerbstone.collector.alerts;

import org.jspecify.annotations.NullMarked;
