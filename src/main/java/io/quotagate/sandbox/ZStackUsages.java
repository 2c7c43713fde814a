package io.quotagate.sandbox;

/** The quotas of the simulated organization, one for each state that a report can show. */
final class ZStackUsages {

    private ZStackUsages() {}

    /** In no order, as the vendor's hash table gives them. */
    static String json() {
        return """
                {"usages":[\
                {"name":"vm.cpuNum","total":80,"used":76},\
                {"name":"eip.num","total":-1,"used":3},\
                {"name":"image.size","total":10995116277760,"used":214748364800},\
                {"name":"vm.num","total":20,"used":13},\
                {"name":"gpu.num","total":0,"used":0},\
                {"name":"volume.capacity","total":10995116277760,"used":6597069766656},\
                {"name":"scheduler.num","total":20,"used":5},\
                {"name":"vm.totalNum","total":20,"used":17},\
                {"name":"securityGroup.num","total":20,"used":4},\
                {"name":"snapshot.volume.num","total":200,"used":64},\
                {"name":"vm.memorySize","total":85899345920,"used":55834574848},\
                {"name":"volume.data.num","total":40,"used":40},\
                {"name":"vip.num","total":20,"used":3},\
                {"name":"image.num","total":20,"used":7},\
                {"name":"volume.backup.size","total":1099511627776,"used":137438953472},\
                {"name":"l3.num","total":20,"used":2},\
                {"name":"portForwarding.num","total":20,"used":0},\
                {"name":"loadBalancer.num","total":20,"used":1},\
                {"name":"listener.num","total":20,"used":2},\
                {"name":"vxlan.num","total":8,"used":1}\
                ]}""";
    }
}
