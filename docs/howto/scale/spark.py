"""Tags NDJSON with newstag on Spark: one line out for each line in, in order.

usage: spark-submit spark.py NEWSTAG IMAGE INPUT OUTPUT

INPUT is a file or folder of NDJSON, OUTPUT a folder that Spark makes. NEWSTAG (the program) and IMAGE (`newstag compile -o IMAGE`) lie at
the same path on every machine; `spark-submit --files` puts them there."""
import os, shlex, sys
from pyspark.sql import SparkSession

newstag, image, source, target = sys.argv[1:5]
spark = SparkSession.builder.appName('newstag').getOrCreate()
# `pipe` starts the command without a shell and with an empty environment, and looks at its exit status only with checkCode. newstag ends
# with 1 where a line could not be read and came out as an object with `error`; that is no reason to lose the job, so a shell lets it pass.
command = f'{shlex.quote(newstag)} tag --threads 1 --quiet --image {shlex.quote(image)} || [ $? = 1 ]'
lines = spark.sparkContext.textFile(source)
tagged = lines.pipe(f'/bin/sh -c {shlex.quote(command)}', env=dict(os.environ), checkCode=True)
tagged.saveAsTextFile(target)
spark.stop()
