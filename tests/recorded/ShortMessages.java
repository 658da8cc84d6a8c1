import com.zx.sms.BaseMessage;
import com.zx.sms.codec.cmpp.msg.*;
import com.zx.sms.codec.sgip12.msg.*;
import com.zx.sms.codec.smgp.msg.*;
import com.zx.sms.codec.smpp.Address;
import com.zx.sms.codec.smpp.msg.*;
import com.zx.sms.common.util.ChannelUtil;
import com.zx.sms.connect.manager.*;
import com.zx.sms.connect.manager.cmpp.*;
import com.zx.sms.connect.manager.sgip.*;
import com.zx.sms.connect.manager.smgp.*;
import com.zx.sms.connect.manager.smpp.*;
import com.zx.sms.handler.api.*;
import io.netty.channel.ChannelHandlerContext;
import io.netty.util.concurrent.Promise;
import java.nio.charset.StandardCharsets;
import java.nio.file.*;
import java.util.*;

/** A provider and a gateway of one protocol, in one process: {@code ShortMessages PROTOCOL PORT USER SECRET TEXTS}.
 *  TEXTS is a file of lines {@code number TAB text}; the gateway answers the first one with a text and a report. */
public final class ShortMessages {
    private static final String SERVICE = "106900001234";

    public static void main(String[] args) throws Exception {
        String protocol = args[0], user = args[2], secret = args[3];
        int port = Integer.parseInt(args[1]);
        List<String> lines = Files.readAllLines(Path.of(args[4]), StandardCharsets.UTF_8);
        EndpointEntity server = server(protocol, user, secret), client = client(protocol, user, secret);
        for (EndpointEntity side : List.of(server, client)) {
            side.setHost("127.0.0.1");
            side.setPort(port);
            side.setValid(true);
            side.setMaxChannels((short) 1);
            side.setSupportLongmsg(EndpointEntity.SupportLongMessage.BOTH);
        }
        EndpointManager.INS.openEndpoint(server);
        Thread.sleep(500);
        EndpointManager.INS.openEndpoint(client);
        for (String line : lines) {
            String[] parts = line.split("\t", 2);
            List<Promise<BaseMessage>> sent = null;
            // None while nobody is logged in.
            for (int tries = 0; sent == null && tries < 50; tries++) {
                Thread.sleep(200);
                sent = ChannelUtil.syncWriteLongMsgToEntity(client, submit(protocol, parts[0], parts[1]));
            }
            // The gateway answers the part by which a text is whole.
            sent.get(sent.size() - 1).await(3000);
        }
        Thread.sleep(1000);
        EndpointManager.INS.close(client);
        Thread.sleep(500);
        System.exit(0);
    }

    private static EndpointEntity server(String protocol, String user, String secret) {
        BusinessHandlerInterface handler = new Gateway();
        switch (protocol) {
            case "cmpp20", "cmpp30" -> {
                CMPPServerEndpointEntity server = new CMPPServerEndpointEntity();
                CMPPServerChildEndpointEntity child = cmpp(new CMPPServerChildEndpointEntity(), protocol, user, secret);
                server.setId("server");
                child.setId("child");
                child.setBusinessHandlerSet(List.of(handler));
                child.setSupportLongmsg(EndpointEntity.SupportLongMessage.BOTH);
                server.addchild(child);
                return server;
            }
            case "sgip" -> {
                SgipServerEndpointEntity server = new SgipServerEndpointEntity();
                SgipServerChildEndpointEntity child = sgip(new SgipServerChildEndpointEntity(), user, secret);
                server.setId("server");
                child.setId("child");
                child.setBusinessHandlerSet(List.of(handler));
                child.setSupportLongmsg(EndpointEntity.SupportLongMessage.BOTH);
                server.addchild(child);
                return server;
            }
            case "smgp" -> {
                SMGPServerEndpointEntity server = new SMGPServerEndpointEntity();
                SMGPServerChildEndpointEntity child = smgp(new SMGPServerChildEndpointEntity(), user, secret);
                server.setId("server");
                child.setId("child");
                child.setBusinessHandlerSet(List.of(handler));
                child.setSupportLongmsg(EndpointEntity.SupportLongMessage.BOTH);
                server.addchild(child);
                return server;
            }
            default -> {
                SMPPServerEndpointEntity server = new SMPPServerEndpointEntity();
                SMPPServerChildEndpointEntity child = smpp(new SMPPServerChildEndpointEntity(), user, secret);
                server.setId("server");
                child.setId("child");
                child.setBusinessHandlerSet(List.of(handler));
                child.setSupportLongmsg(EndpointEntity.SupportLongMessage.BOTH);
                server.addchild(child);
                return server;
            }
        }
    }

    private static EndpointEntity client(String protocol, String user, String secret) {
        EndpointEntity client = switch (protocol) {
            case "cmpp20", "cmpp30" -> cmpp(new CMPPClientEndpointEntity(), protocol, user, secret);
            case "sgip" -> sgip(new SgipClientEndpointEntity(), user, secret);
            case "smgp" -> smgp(new SMGPClientEndpointEntity(), user, secret);
            default -> smpp(new SMPPClientEndpointEntity(), user, secret);
        };
        client.setId("client");
        client.setBusinessHandlerSet(List.of(new Provider()));
        return client;
    }

    private static <T extends CMPPEndpointEntity> T cmpp(T side, String protocol, String user, String secret) {
        side.setUserName(user);
        side.setPassword(secret);
        side.setVersion((short) (protocol.equals("cmpp20") ? 0x20 : 0x30));
        side.setGroupName("crm");
        side.setServiceId("CRM");
        side.setMsgSrc(user);
        side.setSpCode(SERVICE);
        return side;
    }

    private static <T extends SgipEndpointEntity> T sgip(T side, String user, String secret) {
        side.setLoginName(user);
        side.setLoginPassowrd(secret);
        side.setNodeId(3057112345L);
        return side;
    }

    private static <T extends SMGPEndpointEntity> T smgp(T side, String user, String secret) {
        side.setClientID(user);
        side.setPassword(secret);
        side.setClientVersion((byte) 0x30);
        return side;
    }

    private static <T extends SMPPEndpointEntity> T smpp(T side, String user, String secret) {
        side.setSystemId(user);
        side.setPassword(secret);
        side.setSystemType("crm");
        side.setInterfaceVersion((byte) 0x34);
        return side;
    }

    private static BaseMessage submit(String protocol, String number, String text) throws Exception {
        switch (protocol) {
            case "cmpp20", "cmpp30" -> {
                CmppSubmitRequestMessage message = new CmppSubmitRequestMessage();
                message.setDestterminalId(number);
                message.setSrcId(SERVICE);
                message.setServiceId("CRM");
                message.setMsgsrc("900001");
                message.setRegisteredDelivery((short) 1);
                message.setMsgContent(text);
                return message;
            }
            case "sgip" -> {
                SgipSubmitRequestMessage message = new SgipSubmitRequestMessage();
                message.setSpnumber(SERVICE);
                message.setUsernumber("86" + number);
                message.setCorpid("12345");
                message.setServicetype("CRM");
                message.setReportflag((short) 1);
                message.setMsgContent(text);
                return message;
            }
            case "smgp" -> {
                SMGPSubmitMessage message = new SMGPSubmitMessage();
                message.setSrcTermId(SERVICE);
                message.setDestTermIdArray(number);
                message.setServiceId("CRM");
                message.setNeedReport(true);
                message.setMsgContent(text);
                return message;
            }
            default -> {
                SubmitSm message = new SubmitSm();
                message.setSourceAddress(new Address((byte) 0, (byte) 1, SERVICE));
                message.setDestAddress(new Address((byte) 1, (byte) 1, "86" + number));
                message.setRegisteredDelivery((byte) 1);
                message.setSmsMsg(text);
                return message;
            }
        }
    }

    /** Answers submissions; the first one also with a text from its subscriber, and a report. */
    public static class Gateway extends AbstractBusinessHandler {
        private static boolean replied;

        @Override
        public String name() {
            return "gateway";
        }

        @Override
        public AbstractBusinessHandler clone() {
            return new Gateway();
        }

        @Override
        public void channelRead(ChannelHandlerContext context, Object message) throws Exception {
            boolean first = !replied;
            if (message instanceof CmppSubmitRequestMessage submit) {
                replied = true;
                CmppSubmitResponseMessage answer = new CmppSubmitResponseMessage(submit.getHeader().getSequenceId());
                answer.setResult(0);
                context.channel().writeAndFlush(answer);
                if (first) {
                    CmppDeliverRequestMessage text = new CmppDeliverRequestMessage();
                    text.setDestId(SERVICE);
                    text.setSrcterminalId(submit.getDestterminalId()[0]);
                    text.setServiceid("CRM");
                    text.setMsgContent("退订，回复请发 wang@example.cn");
                    context.channel().writeAndFlush(text);
                    CmppDeliverRequestMessage carrier = new CmppDeliverRequestMessage();
                    carrier.setDestId(SERVICE);
                    carrier.setSrcterminalId(submit.getDestterminalId()[0]);
                    CmppReportRequestMessage report = new CmppReportRequestMessage();
                    report.setMsgId(answer.getMsgId());
                    report.setStat("DELIVRD");
                    report.setSubmitTime("2601011000");
                    report.setDoneTime("2601011001");
                    report.setDestterminalId(submit.getDestterminalId()[0]);
                    report.setSmscSequence(7);
                    carrier.setReportRequestMessage(report);
                    context.channel().writeAndFlush(carrier);
                }
            } else if (message instanceof SgipSubmitRequestMessage submit) {
                replied = true;
                SgipSubmitResponseMessage answer = new SgipSubmitResponseMessage(submit.getHeader());
                context.channel().writeAndFlush(answer);
                if (first) {
                    SgipDeliverRequestMessage text = new SgipDeliverRequestMessage();
                    text.setUsernumber(submit.getUsernumber()[0]);
                    text.setSpnumber(SERVICE);
                    text.setMsgContent("退订，回复请发 wang@example.cn");
                    context.channel().writeAndFlush(text);
                    SgipReportRequestMessage report = new SgipReportRequestMessage();
                    report.setSequenceId(submit.getSequenceNumber());
                    report.setUsernumber(submit.getUsernumber()[0]);
                    context.channel().writeAndFlush(report);
                }
            } else if (message instanceof SMGPSubmitMessage submit) {
                replied = true;
                SMGPSubmitRespMessage answer = new SMGPSubmitRespMessage();
                answer.setSequenceNo(submit.getSequenceNo());
                answer.setStatus(0);
                context.channel().writeAndFlush(answer);
                if (first) {
                    SMGPDeliverMessage text = new SMGPDeliverMessage();
                    text.setSrcTermId(submit.getDestTermIdArray()[0]);
                    text.setDestTermId(SERVICE);
                    text.setMsgContent("退订，回复请发 wang@example.cn");
                    context.channel().writeAndFlush(text);
                    SMGPDeliverMessage carrier = new SMGPDeliverMessage();
                    carrier.setSrcTermId(submit.getDestTermIdArray()[0]);
                    carrier.setDestTermId(SERVICE);
                    SMGPReportData report = new SMGPReportData();
                    report.setMsgId(answer.getMsgId());
                    report.setStat("DELIVRD");
                    report.setSubTime("2601011000");
                    report.setDoneTime("2601011001");
                    carrier.setReport(report);
                    context.channel().writeAndFlush(carrier);
                }
            } else if (message instanceof SubmitSm submit) {
                replied = true;
                SubmitSmResp answer = submit.createResponse();
                answer.setMessageId("a1b2c3d4");
                context.channel().writeAndFlush(answer);
                if (first) {
                    DeliverSm text = new DeliverSm();
                    text.setSourceAddress(submit.getDestAddress());
                    text.setDestAddress(submit.getSourceAddress());
                    text.setSmsMsg("退订，回复请发 wang@example.cn");
                    context.channel().writeAndFlush(text);
                    DeliverSmReceipt report = new DeliverSmReceipt();
                    report.setSourceAddress(submit.getDestAddress());
                    report.setDestAddress(submit.getSourceAddress());
                    report.setId("a1b2c3d4");
                    report.setStat("DELIVRD");
                    report.setSubmit_date("2601011000");
                    report.setDone_date("2601011001");
                    context.channel().writeAndFlush(report);
                }
            } else {
                context.fireChannelRead(message);
            }
        }
    }

    /** Answers deliveries and reports. */
    public static class Provider extends AbstractBusinessHandler {
        @Override
        public String name() {
            return "provider";
        }

        @Override
        public AbstractBusinessHandler clone() {
            return new Provider();
        }

        @Override
        public void channelRead(ChannelHandlerContext context, Object message) throws Exception {
            if (message instanceof CmppDeliverRequestMessage deliver) {
                CmppDeliverResponseMessage answer = new CmppDeliverResponseMessage(deliver.getHeader().getSequenceId());
                answer.setMsgId(deliver.getMsgId());
                answer.setResult(0);
                context.channel().writeAndFlush(answer);
            } else if (message instanceof SgipDeliverRequestMessage deliver) {
                context.channel().writeAndFlush(new SgipDeliverResponseMessage(deliver.getHeader()));
            } else if (message instanceof SgipReportRequestMessage report) {
                context.channel().writeAndFlush(new SgipReportResponseMessage(report.getHeader()));
            } else if (message instanceof SMGPDeliverMessage deliver) {
                SMGPDeliverRespMessage answer = new SMGPDeliverRespMessage();
                answer.setSequenceNo(deliver.getSequenceNo());
                answer.setMsgId(deliver.getMsgId());
                answer.setStatus(0);
                context.channel().writeAndFlush(answer);
            } else if (message instanceof DeliverSm deliver) {
                context.channel().writeAndFlush(deliver.createResponse());
            } else {
                context.fireChannelRead(message);
            }
        }
    }
}
